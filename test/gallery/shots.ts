// What the gallery shows: every screen in every state, and for the README those that say most, with the demo flow of a real broker in them.
import type { Page } from '@playwright/test'
import type { FakeCore } from '../e2e/support/fake-core.ts'
import type { FakeState } from '../e2e/support/fake-state.ts'
import { deadLetters, groups, planGroup, theCase } from '../e2e/support/dead-letters.ts'
import { SCREENS } from '../e2e/support/screens.ts'
import { writeInEditor } from '../e2e/support/workbench.ts'

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

/** Amounts that an app has written in the words of its country; the editor closes the brace itself. */
const MAPPER = `record => {
const amount = record.value.amount
amount.value = Number(amount.value.replace('.', '').replace(',', '.'))
return record`

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
  {
    name: 'dead-letters',
    core: 'demo',
    place: '#/local/dead-letters',
    ready: async (page) => {
      await groups(page).getByRole('row', { name: /CardDeclinedException/ }).click()
      await deadLetters(page).getByRole('row').nth(2).click()
      await theCase(page).getByText('demo.payments-retry-1').first().waitFor()
      await page.mouse.move(640, 795)
    },
  },
  {
    name: 'replay',
    core: 'demo',
    place: '#/local/dead-letters',
    ready: async (page) => {
      await planGroup(page, /InvalidFormatException/)
      await page.getByRole('navigation', { name: 'Steps of the replay' }).getByRole('button', { name: /Repair/ }).click()
      await page.getByRole('radio', { name: 'JavaScript' }).click()
      await writeInEditor(page, MAPPER)
      await page.getByRole('region', { name: 'Value before and after' }).getByText('464.95').waitFor()
      await page.mouse.move(640, 795)
    },
  },
  { name: 'home', core: 'demo', place: '#/local/home', ready: async (page) => page.getByText('Remove demo').waitFor() },
  { name: 'groups', core: 'demo', place: '#/local/groups', ready: async (page) => page.getByText('warehouse').first().waitFor() },
]
