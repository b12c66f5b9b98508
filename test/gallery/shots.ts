// What the gallery shows: every screen in every state, and for the README the three that say most, with the demo flow of a real broker in them.
import type { Page } from '@playwright/test'
import type { FakeCore } from '../e2e/support/fake-core.ts'
import type { FakeState } from '../e2e/support/fake-state.ts'
import { SCREENS } from '../e2e/support/screens.ts'

export interface Shot {
  name: string
  /** What answers the page: the real core with the demo flow, or plain data. */
  core: 'demo' | (() => Partial<FakeState>)
  place: string
  ready: (page: Page, fake: FakeCore | null) => Promise<void>
}

export const SHOTS: readonly Shot[] = SCREENS.map(({ name, place, state, ready }) => ({
  name,
  place,
  core: state,
  ready: (page, fake) => ready(page, fake!),
}))

export const README_SHOTS: readonly Shot[] = [
  {
    name: 'messages',
    core: 'demo',
    place: '#/local/topics/demo.payments',
    ready: async (page) => {
      await page.locator('[role=row][data-index="4"]').click()
      await page.getByRole('complementary').getByRole('region', { name: 'Value' }).waitFor()
      await page.mouse.move(640, 795)
    },
  },
  { name: 'home', core: 'demo', place: '#/local/home', ready: async (page) => page.getByText('Remove demo').waitFor() },
  { name: 'groups', core: 'demo', place: '#/local/groups', ready: async (page) => page.getByText('warehouse').first().waitFor() },
]
