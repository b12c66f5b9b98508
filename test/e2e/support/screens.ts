// Every screen in every state worth looking at, over the fake core: for the checks that all of them must pass, and for the gallery.
import type { Page } from '@playwright/test'
import { DEAD_LETTERS } from './dead-letter-screens.ts'
import type { FakeCore } from './fake-core.ts'
import { blankTopic, type FakeState } from './fake-state.ts'
import { busy, busyStatus, failedTrial, group, trial, unreachable, wholeRecord } from './sample-data.ts'
import { REPLAY_SCREENS } from './replay-screens.ts'
import { someRetries } from './sample-retries.ts'
import { groupsOfEveryKind, movingGroup, recordsInTransactions, secured } from './sample-transactions.ts'

export interface ScreenState {
  /** `topics`, `topics, empty`, `topics, failed`. */
  name: string
  place: string
  state: () => Partial<FakeState>
  /** Brings the page into the state, and resolves when it is there. */
  ready: (page: Page, core: FakeCore) => Promise<void>
}

const failing = (...names: string[]): Partial<FakeState> => ({
  ...busy(),
  failing: Object.fromEntries(names.map((name) => [name, unreachable])),
})

const seen = (text: string | RegExp) => async (page: Page) => page.getByText(text).first().waitFor()

const alert = async (page: Page): Promise<void> => page.getByRole('alert').first().waitFor()

/** What was read before a failure stays: the failure comes with the next reading. */
const failsLater = (text: string, ...names: string[]) => async (page: Page, core: FakeCore) => {
  await page.getByText(text).first().waitFor()
  core.state.failing = Object.fromEntries(names.map((name) => [name, unreachable]))
  await page.keyboard.press('Shift+R')
  await alert(page)
}

const tabOf = (name: string) => async (page: Page) => page.getByRole('tab', { name }).click()

const HOME: ScreenState[] = [
  { name: 'home', place: '#/local/home', state: busy, ready: seen('127.0.0.1:9092') },
  { name: 'home, empty', place: '#/local/home', state: () => ({}), ready: seen('Load demo') },
  { name: 'home, failed', place: '#/local/home', state: () => failing('localBroker.watch', 'localBroker.status'), ready: alert },
]

const TOPICS: ScreenState[] = [
  { name: 'topics', place: '#/local/topics', state: busy, ready: seen('about') },
  { name: 'topics, empty', place: '#/local/topics', state: () => ({}), ready: seen('No topics yet') },
  { name: 'topics, failed', place: '#/local/topics', state: busy, ready: failsLater('payments', 'topics.list') },
  { name: 'topics, unreachable', place: '#/staging/topics', state: () => failing('topics.list'), ready: alert },
  { name: 'partitions', place: '#/local/topics/orders/partitions', state: busy, ready: async (page) => page.getByRole('grid').waitFor() },
  { name: 'partitions, failed', place: '#/local/topics/orders/partitions', state: () => failing('topics.describe'), ready: alert },
  { name: 'configuration', place: '#/local/topics/orders/config', state: busy, ready: seen('retention.ms') },
  {
    name: 'configuration, failed',
    place: '#/local/topics/orders/config',
    state: () => ({ ...busy(), topics: [{ ...blankTopic('orders', 3), configs: [], configsError: 'Not allowed to describe the configuration of "orders" (TOPIC_AUTHORIZATION_FAILED).' }] }),
    ready: seen('TOPIC_AUTHORIZATION_FAILED'),
  },
]

const MESSAGES: ScreenState[] = [
  { name: 'messages', place: '#/local/topics/orders', state: busy, ready: seen('o-1398') },
  {
    name: 'messages, empty',
    place: '#/local/topics/orders',
    state: () => ({ ...busy(), rows: [] }),
    ready: async (page) => page.getByRole('heading', { level: 2 }).first().waitFor(),
  },
  {
    name: 'messages, one partition unread and rows selected',
    place: '#/local/topics/orders',
    state: busy,
    ready: async (page, core) => {
      await page.getByRole('row', { name: /o-1398/ }).click({ modifiers: ['ControlOrMeta'] })
      await page.getByRole('row', { name: /o-1391/ }).click({ modifiers: ['Shift'] })
      core.state.emit({ received: 2, errors: [{ partition: 1, message: 'Partition 1 has no leader.' }] })
      await page.getByText('Partition 1 has no leader.').waitFor()
    },
  },
  {
    name: 'messages, menu of a row',
    place: '#/local/topics/orders',
    state: busy,
    ready: async (page) => {
      await page.getByRole('row', { name: /o-1398/ }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Copy as' }).hover()
      await page.getByRole('menuitem', { name: 'JSON envelope' }).waitFor()
    },
  },
  {
    name: 'messages, in transactions',
    place: '#/local/topics/orders',
    state: () => ({ ...busy(), rows: recordsInTransactions(400) }),
    ready: seen('aborted'),
  },
  { name: 'messages, failed', place: '#/local/topics/orders', state: () => failing('messages.browse'), ready: alert },
  {
    name: 'record',
    place: '#/local/topics/orders?record=2:8841',
    state: busy,
    ready: seen('9223372036854775807'),
  },
  { name: 'record, headers', place: '#/local/topics/orders?record=2:8841', state: busy, ready: tabOf('Headers 4') },
  { name: 'record, hex', place: '#/local/topics/orders?record=2:8841', state: busy, ready: tabOf('Hex') },
  {
    name: 'record, metadata of one that was aborted',
    place: '#/local/topics/orders?record=2:8841',
    state: () => ({ ...busy(), record: { ...wholeRecord(), transaction: 'aborted', batch: { ...wholeRecord().batch, isTransactional: true } } }),
    ready: tabOf('Metadata'),
  },
  { name: 'record, failed', place: '#/local/topics/orders?record=2:8841', state: () => failing('records.read'), ready: alert },
]

const COMPOSER: ScreenState[] = [
  { name: 'composer', place: '#/local/compose', state: busy, ready: async (page) => page.locator('.monaco-editor .view-lines').waitFor() },
  {
    name: 'composer, read-only',
    place: '#/staging/compose',
    state: busy,
    ready: async (page) => page.locator('.monaco-editor .view-lines').waitFor(),
  },
]

const GROUPS: ScreenState[] = [
  { name: 'groups', place: '#/local/groups', state: busy, ready: seen('shipping') },
  { name: 'groups, empty', place: '#/local/groups', state: () => ({}), ready: seen('No consumer groups') },
  { name: 'groups, failed', place: '#/local/groups', state: busy, ready: failsLater('shipping', 'groups.list') },
  { name: 'group', place: '#/local/groups/billing', state: busy, ready: async (page) => page.getByRole('region', { name: 'Members' }).waitFor() },
  { name: 'groups, of every kind and state', place: '#/local/groups', state: () => ({ ...busy(), groups: groupsOfEveryKind() }), ready: seen('not described') },
  { name: 'group, reconciling', place: '#/local/groups/shipping', state: () => ({ ...busy(), groups: [movingGroup('shipping')] }), ready: seen('gives up') },
  {
    name: 'group, empty',
    place: '#/local/groups/billing',
    state: () => ({ ...busy(), groups: [{ ...group('billing', 12n), type: 'consumer', epochs: { group: 3, assignment: 3 }, state: 'Empty', members: [], partitions: [] }] }),
    ready: seen('Nothing is assigned'),
  },
  { name: 'group, failed', place: '#/local/groups/billing', state: () => failing('groups.describe'), ready: alert },
]

const openSecurity = (text: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'Security', exact: true }).click()
  await page.getByRole('dialog').getByText(text).first().waitFor()
}

const BROKER: ScreenState[] = [
  { name: 'broker', place: '#/local/broker', state: busy, ready: seen('orders-service') },
  { name: 'broker, empty', place: '#/local/broker', state: () => ({}), ready: seen('127.0.0.1:9092') },
  { name: 'broker, on other terms than the usual ones', place: '#/local/broker', state: secured, ready: seen('as Kafka 3.6') },
  {
    name: 'broker, a request that failed',
    place: '#/local/broker',
    state: busy,
    ready: async (page) => {
      await page.getByRole('row', { name: /FENCED_MEMBER_EPOCH/ }).first().click()
      await page.getByRole('complementary', { name: 'Chosen request' }).waitFor()
    },
  },
  {
    name: 'broker, retention applied',
    place: '#/local/broker',
    state: busy,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Apply retention now' }).click()
      await page.getByText('past their retention').first().waitFor()
    },
  },
  { name: 'security', place: '#/local/broker', state: secured, ready: openSecurity('orders-service') },
  {
    name: 'security, removing a user and a rule',
    place: '#/local/broker',
    state: secured,
    ready: async (page) => {
      await openSecurity('orders-service')(page)
      await page.getByRole('button', { name: 'Remove the rule: DENY' }).click()
      await page.getByText('Removed: DENY').waitFor()
      await page.getByRole('button', { name: 'Remove alice…' }).click()
      await page.getByRole('button', { name: 'Keep' }).waitFor()
    },
  },
  { name: 'security, empty', place: '#/local/broker', state: busy, ready: openSecurity('Nobody yet') },
  {
    name: 'security, failed',
    place: '#/local/broker',
    state: () => failing('localBroker.security'),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Security', exact: true }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
    },
  },
  {
    name: 'broker, refusing writes',
    place: '#/local/broker',
    state: () => ({ ...busy(), status: { ...busyStatus(), storage: { ...busyStatus().storage, refusingWrites: 'the disk is full (12 MiB free of 20 GiB).' } } }),
    ready: alert,
  },
]

const RETRIES: ScreenState[] = [
  { name: 'retries', place: '#/local/retries', state: () => ({ ...busy(), retries: someRetries() }), ready: seen('SocketTimeoutException') },
  { name: 'retries, empty', place: '#/local/retries', state: busy, ready: seen('No retry policy yet') },
  { name: 'retries, failed', place: '#/local/retries', state: () => failing('retries.watch'), ready: alert },
  { name: 'retries, paused', place: '#/local/retries/policy-payments', state: () => ({ ...busy(), retries: someRetries() }), ready: seen('Nothing moves') },
  { name: 'retries, new policy', place: '#/local/retries/new', state: busy, ready: seen('Choose a source topic') },
  {
    name: 'retries, simulated consumer',
    place: '#/local/retries',
    state: () => ({ ...busy(), retries: someRetries() }),
    ready: async (page) => {
      await page.getByRole('tab', { name: 'Try it' }).click()
      await page.getByText('140 done').waitFor()
    },
  },
  { name: 'poison pills', place: '#/local/retries/poison-pills', state: () => ({ ...busy(), retries: someRetries() }), ready: seen('is stuck at') },
  { name: 'poison pills, none', place: '#/staging/retries', state: busy, ready: seen('No group is stuck at a record') },
]

const SETTINGS: ScreenState[] = [
  { name: 'settings', place: '#/local/settings', state: busy, ready: seen('Time zone') },
  {
    name: 'settings, of the broker',
    place: '#/local/settings',
    state: secured,
    ready: async (page) => {
      await page.getByLabel('Find a setting').fill('kafka')
      await page.getByText('Kafka security').first().waitFor()
    },
  },
  { name: 'settings, failed', place: '#/local/settings', state: () => failing('settings.watch'), ready: alert },
]

async function connect(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Cluster:/ }).click()
  await page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to a cluster' })
  await dialog.getByLabel('Bootstrap servers').fill('kafka-1.staging.example:9093')
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await dialog.getByRole('region', { name: 'Connection report' }).waitFor()
}

const FLOATING: ScreenState[] = [
  {
    name: 'palette',
    place: '#/local/topics',
    state: busy,
    ready: async (page) => {
      await page.getByText('payments').first().waitFor()
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'shortcut sheet',
    place: '#/local/topics/orders',
    state: busy,
    ready: async (page) => {
      await page.getByText('o-1398').first().waitFor()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
  {
    name: 'create topic',
    place: '#/local/topics',
    state: busy,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Create topic' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'delete topic',
    place: '#/local/topics',
    state: busy,
    ready: async (page) => {
      await page.getByRole('row', { name: /orders/ }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Delete topic…' }).click()
      await page.getByRole('dialog').getByText('2 groups').waitFor()
    },
  },
  { name: 'connect', place: '#/local/home', state: () => ({ ...busy(), report: trial }), ready: connect },
  {
    name: 'connect, failed',
    place: '#/local/home',
    state: () => ({ ...busy(), report: failedTrial }),
    ready: connect,
  },
  {
    name: 'arm',
    place: '#/staging/topics',
    state: busy,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Arm to create' }).first().click()
      await page.getByRole('dialog', { name: 'Arm staging for writing' }).waitFor()
    },
  },
  { name: 'unknown cluster', place: '#/nowhere/topics', state: busy, ready: alert },
  {
    name: 'lost core',
    place: '#/local/topics',
    state: busy,
    ready: async (page, core) => {
      await page.getByText('about').first().waitFor()
      await core.goDown()
      await alert(page)
    },
  },
]

export const SCREENS: readonly ScreenState[] = [...HOME, ...TOPICS, ...MESSAGES, ...COMPOSER, ...GROUPS, ...BROKER, ...DEAD_LETTERS, ...REPLAY_SCREENS, ...RETRIES, ...SETTINGS, ...FLOATING]
