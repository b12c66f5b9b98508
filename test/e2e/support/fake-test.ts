// Tests over the fake core: `start(state, place)` serves it and opens the page there.
import type { Page } from '@playwright/test'
import { type FakeCore, startFakeCore } from './fake-core.ts'
import type { FakeState } from './fake-state.ts'
import { test as base } from './workbench.ts'

export const test = base.extend<{ start: (state?: Partial<FakeState>, place?: string) => Promise<FakeCore> }>({
  start: async ({ page }, use) => {
    const cores: FakeCore[] = []
    await use(async (state = {}, place = '#/local/topics') => {
      const core = await startFakeCore(state)
      cores.push(core)
      await page.goto(core.url + place)
      return core
    })
    await page.close()
    for (const core of cores) await core.close()
  },
})

/** What the page has asked for, of one procedure. */
export const callsOf = (core: FakeCore, procedure: string): unknown[] =>
  core.state.calls.filter(({ name }) => name === procedure).map(({ input }) => input)

export const grid = (page: Page) => page.getByRole('grid').first()
