// The dead-letter centre in every state worth looking at.
import type { Page } from '@playwright/test'
import { busy, unreachable } from './sample-data.ts'
import { noDeadLetters, someDeadLetters } from './sample-dead-letters.ts'
import type { FakeState } from './fake-state.ts'
import type { ScreenState } from './screens.ts'

const some = (): Partial<FakeState> => ({ ...busy(), deadLetters: someDeadLetters() })
const failing = (...names: string[]): Partial<FakeState> => ({ ...some(), failing: Object.fromEntries(names.map((name) => [name, unreachable])) })

const seen = (text: string | RegExp) => async (page: Page) => page.getByText(text).first().waitFor()
const alert = async (page: Page): Promise<void> => page.getByRole('alert').first().waitFor()

const GROUP = '#/local/dead-letters?group=timeout'
const CASE = `${GROUP}&record=orders-dlt:0:900`

const side = (tab: string | RegExp, text: string | RegExp) => async (page: Page) => {
  await page.getByRole('tab', { name: tab }).click()
  await page.getByText(text).first().waitFor()
}

/** By the menu of the open case. */
const chosen = (action: string, dialog: string | RegExp) => async (page: Page) => {
  await page.getByText('NioSocketImpl').first().waitFor()
  await page.getByRole('button', { name: 'More for this dead letter' }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await page.getByRole('dialog', { name: dialog }).waitFor()
}

const rules = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Rules: which topics, which headers' }).click()
  await page.getByText('holds dead letters of payments').waitFor()
}

export const DEAD_LETTERS: readonly ScreenState[] = [
  { name: 'dead letters', place: '#/local/dead-letters', state: some, ready: seen('SocketTimeoutException') },
  { name: 'dead letters, empty', place: '#/local/dead-letters', state: () => ({ ...busy(), deadLetters: noDeadLetters() }), ready: seen('No dead letters found') },
  { name: 'dead letters, failed', place: '#/staging/dead-letters', state: () => failing('deadLetters.recognise'), ready: alert },
  { name: 'dead letters, groups failed', place: '#/local/dead-letters', state: () => failing('deadLetters.groups'), ready: alert },
  { name: 'dead letters, a deleted topic', place: '#/local/dead-letters?topic=gone', state: () => failing('deadLetters.recogniseTopic'), ready: seen('cannot be looked at') },
  {
    name: 'dead letters, still being read',
    place: '#/local/dead-letters',
    state: () => {
      const deadLetters = someDeadLetters()
      const index = deadLetters.index.map((topic) => ({ ...topic, isComplete: false, scannedOffsets: 120, totalOffsets: 712 }))
      return { ...some(), deadLetters: { ...deadLetters, index } }
    },
    ready: seen(/240 of .* read/),
  },
  { name: 'dead letters, why a topic', place: '#/local/dead-letters?topic=payments-errors', state: some, ready: seen('likely, by its name') },
  {
    name: 'dead letters, list and filters',
    place: '#/local/dead-letters',
    state: some,
    ready: async (page) => {
      await page.getByText('SocketTimeoutException').first().waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('f')
      await page.getByLabel('Key contains').fill('o-10')
      await page.getByText('key contains o-10').waitFor()
    },
  },
  {
    name: 'dead letters, two groups selected',
    place: '#/local/dead-letters',
    state: some,
    ready: async (page) => {
      await page.getByRole('row', { name: /SocketTimeoutException/ }).click({ modifiers: ['ControlOrMeta'] })
      await page.getByRole('row', { name: /CardDeclinedException/ }).click({ modifiers: ['ControlOrMeta'] })
      await page.getByRole('button', { name: /^Merge/ }).waitFor()
    },
  },
  { name: 'dead letters, one group', place: GROUP, state: some, ready: seen('Replay all 412') },
  { name: 'dead letter, failure', place: CASE, state: some, ready: seen('NioSocketImpl') },
  { name: 'dead letter, payload', place: CASE, state: some, ready: side('Payload', 'JSON, laid out') },
  { name: 'dead letter, original', place: CASE, state: some, ready: side(/^Original/, 'its value differs') },
  { name: 'dead letter, history', place: CASE, state: some, ready: side(/^History/, 'It came back') },
  { name: 'dead letter, failed', place: CASE, state: () => failing('deadLetters.case'), ready: alert },
  { name: 'park', place: CASE, state: some, ready: chosen('Park…', /^Park/) },
  { name: 'purge', place: CASE, state: some, ready: chosen('Purge up to here…', /^Purge/) },
  { name: 'dead letters, rules', place: '#/local/dead-letters', state: some, ready: rules },
  {
    name: 'dead letters, a dialect',
    place: '#/local/dead-letters',
    state: some,
    ready: async (page) => {
      await rules(page)
      await page.getByRole('radio', { name: 'Headers of your own' }).click()
      await page.getByRole('button', { name: 'Change In-house' }).click()
      await page.getByLabel('Try it on the topic').fill('orders')
      await page.getByLabel('Name', { exact: true }).click()
      await page.getByText('its headers fit 50 %').waitFor()
    },
  },
]
