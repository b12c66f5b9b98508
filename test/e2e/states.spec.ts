// Every screen with data, empty, loading and failing, in light and dark; the keyboard; what happens when the core goes away.
import { expect, type Page } from '@playwright/test'
import { blankTopic, type FakeCore, type FakeState, LOCAL, STAGING, startFakeCore } from './support/fake-core.ts'
import { busyStatus, group, records, wholeRecord } from './support/sample-data.ts'
import { expectAccessible, test as base, writeInEditor } from './support/workbench.ts'

const test = base.extend<{ start: (state?: Partial<FakeState>, place?: string) => Promise<FakeCore> }>({
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

const coverage = [0, 1, 2].map((partition) => ({
  partition,
  startOffset: 0n,
  endOffset: 9_000n,
  fromOffset: 8_800n,
  toOffset: 9_000n,
  error: null,
}))

const busy = (): Partial<FakeState> => ({
  connections: [LOCAL, STAGING],
  status: busyStatus(),
  topics: [blankTopic('orders', 3, 27_000n), blankTopic('payments', 12, 1_843_221n), blankTopic('customers', 6)],
  rows: records(400),
  coverage,
  record: wholeRecord(),
  groups: [group('billing', 1_204n), group('shipping', 0n)],
})

const unreachable = {
  code: 'CONNECTION_FAILED' as const,
  data: {
    message: 'kafka-1.staging.example:9092 did not answer within 10 s.',
    remedy: 'Check that it can be reached from this computer.',
    step: 'connect',
    address: 'kafka-1.staging.example:9092',
  },
}

const SCREENS: readonly { name: string; place: string; ready: (page: Page) => Promise<void> }[] = [
  { name: 'topics', place: '#/local/topics', ready: (page) => expect(page.getByText('27000')).toBeVisible() },
  { name: 'messages', place: '#/local/topics/orders', ready: (page) => expect(page.getByText('400 records shown')).toBeVisible() },
  {
    name: 'record',
    place: '#/local/topics/orders?record=2:8841',
    ready: (page) => expect(page.getByText('9223372036854775807')).toBeVisible(),
  },
  { name: 'composer', place: '#/local/compose', ready: (page) => page.locator('.monaco-editor .view-lines').waitFor() },
  { name: 'groups', place: '#/local/groups', ready: (page) => expect(page.getByText('at least')).toBeVisible() },
  { name: 'group', place: '#/local/groups/billing', ready: (page) => expect(page.getByRole('region', { name: 'Members' })).toBeVisible() },
]

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme, viewport: { width: 1280, height: 800 } })

    for (const { name, place, ready } of SCREENS) {
      test(`${name} can be used by everybody`, async ({ page, start }) => {
        await start(busy(), place)
        await ready(page)
        await expectAccessible(page, `${name}, ${scheme}`)
      })
    }

    test('empty states help, and can be used by everybody', async ({ page, start }) => {
      await start()
      await expect(page.getByText('kcat -P -b 127.0.0.1:9092 -t orders')).toBeVisible()
      await expectAccessible(page, `no topics, ${scheme}`)
      await page.getByRole('link', { name: 'Groups' }).click()
      await expect(page.getByText('kcat -b 127.0.0.1:9092 -G billing orders')).toBeVisible()
      await expectAccessible(page, `no groups, ${scheme}`)
    })

    test('dialogs can be used by everybody', async ({ page, start }) => {
      const core = await start(busy())
      await page.getByRole('button', { name: 'Create topic' }).click()
      await expectAccessible(page, `create topic, ${scheme}`)
      await page.keyboard.press('Escape')
      core.state.failing['connections.add'] = unreachable
      await page.getByRole('button', { name: 'Cluster: Local broker' }).click()
      await page.getByRole('menuitem', { name: 'Connect to a cluster…' }).click()
      await page.getByLabel('Bootstrap servers').fill('kafka-1.staging.example')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('alert')).toContainText('did not answer within 10 s. Check that it can be reached from this computer.')
      await expect(page.getByRole('alert')).toContainText('Failed at opening a TCP connection.')
      await expectAccessible(page, `add cluster, ${scheme}`)
    })
  })
}

test('a failed refresh keeps the last good list with its age and offers the next step', async ({ page, start }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  core.state.failing['topics.list'] = unreachable
  await page.keyboard.press('Shift+R')
  await expect(page.getByRole('alert')).toContainText('did not answer')
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await expect(page.getByText('as of')).toBeVisible()
  core.state.failing = {}
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('what takes long shows its shape, not a spinner', async ({ page, start }) => {
  await start({ ...busy(), hanging: new Set(['messages.newest']) }, '#/local/topics/orders')
  await expect(page.getByRole('status', { name: 'Reading orders' }).locator('.skeleton').first()).toBeVisible()
})

test('the list is walked, filtered and opened by keyboard alone', async ({ page, start }) => {
  await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Filter topics')).toBeFocused()
  await page.keyboard.type('s')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('row', { name: /orders/ })).toBeFocused()
  await page.keyboard.press('j')
  await expect(page.getByRole('row', { name: /payments/ })).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'orders' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Topics' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Compose' })).toBeVisible()
  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('heading', { name: 'Groups' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('records are walked with the inspector following, and the focus comes back when it closes', async ({ page, start }) => {
  await start(busy(), '#/local/topics/orders')
  await expect(page.getByText('400 records shown')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary')
  await expect(inspector).toHaveAccessibleName('Record orders-0 @ 8733')
  await page.keyboard.press('ArrowDown')
  await expect(inspector).toHaveAccessibleName('Record orders-2 @ 8732')
  await page.keyboard.press('End')
  await expect(inspector).toHaveAccessibleName('Record orders-0 @ 8600')
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await expect(page.getByRole('row').last()).toBeFocused()
})

test('a reload keeps the place, down to the record', async ({ page, start }) => {
  await start(busy(), '#/local/topics/orders')
  await page.getByRole('row', { name: /o-1398/ }).click()
  await expect(page.getByRole('complementary')).toHaveAccessibleName('Record orders-2 @ 8732')
  await page.reload()
  await expect(page.getByRole('complementary')).toHaveAccessibleName('Record orders-2 @ 8732')
  await expect(page.getByRole('row', { name: /o-1398/ })).toHaveAttribute('aria-selected', 'true')
})

test('the tail pauses, counts what waits, resumes, and tells what was dropped from view', async ({ page, start }) => {
  const core = await start(busy(), '#/local/topics/orders')
  await expect(page.getByText('400 records shown')).toBeVisible()
  const arriving = records(500, 20_000n)
  const positions = (count: number) => [0, 1, 2].map((partition) => ({ partition, offset: 20_000n + BigInt(count) }))
  await page.keyboard.press('Space')
  await expect(page.getByText('paused', { exact: true })).toBeVisible()
  core.state.emit({ rows: arriving.slice(200), positions: positions(100), droppedFromView: 0, received: 300, errors: [] })
  await expect(page.getByText('300 waiting')).toBeVisible()
  await expect(page.getByTestId('shown')).toContainText('400 records shown')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('shown')).toContainText('700 records shown')
  core.state.emit({
    rows: arriving.slice(0, 200),
    positions: positions(200),
    droppedFromView: 1_200,
    received: 1_700,
    errors: [{ partition: 1, message: 'Partition 1 has no leader.' }],
  })
  await expect(page.getByText('dropped from view: 1 200')).toBeVisible()
  await expect(page.getByText('The tail misses partitions:')).toBeVisible()
})

test('rows that arrive on top do not move what is being read', async ({ page, start }) => {
  const core = await start(busy(), '#/local/topics/orders')
  await expect(page.getByText('400 records shown')).toBeVisible()
  const row = page.getByRole('row', { name: /o-1300/ })
  await page
    .getByRole('grid')
    .locator('[role=rowgroup]')
    .nth(1)
    .evaluate((body) => (body.scrollTop = 2_500))
  await expect(row).toBeVisible()
  const before = await row.boundingBox()
  const rows = records(60, 20_000n)
  core.state.emit({ rows, positions: [], droppedFromView: 0, received: 60, errors: [] })
  await expect(page.getByTestId('shown')).toContainText('460 records shown')
  expect(await row.boundingBox()).toEqual(before)
})

test('a lost core is said, old data stays, and everything is read again after it is back', async ({ page, start, complaints }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  const callsBefore = core.state.calls.filter(({ name }) => name === 'topics.list').length
  core.state.topics = [...core.state.topics, blankTopic('made-meanwhile', 1)]
  await core.goDown()
  await expect(page.getByRole('alert')).toContainText('The connection to Headwater’s core was lost at')
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('If Headwater was started again, open the new address that it printed.')
  await core.comeBack()
  await expect(page.getByRole('alert')).toBeHidden({ timeout: 15_000 })
  await expect(page.getByRole('row', { name: /made-meanwhile/ })).toBeVisible()
  expect(core.state.calls.filter(({ name }) => name === 'topics.list').length).toBeGreaterThan(callsBefore)
  // The browser itself reports each attempt that found nobody.
  expect(complaints.filter((complaint) => !/\/rpc|ERR_CONNECTION_REFUSED/.test(complaint))).toEqual([])
  complaints.length = 0
})

test('a remote cluster is read-only until its name is typed, and says so', async ({ page, start }) => {
  const core = await start(busy(), '#/staging/compose')
  const switcher = page.getByRole('button', { name: /Cluster:/ })
  await expect(switcher).toContainText('REMOTEREAD-ONLY')
  await page.getByRole('combobox', { name: 'Topic' }).fill('orders')
  await page.keyboard.press('ControlOrMeta+Enter')
  const arm = page.getByRole('dialog', { name: 'Arm staging for writing' })
  await expect(arm.getByRole('button', { name: 'Arm for 15 minutes' })).toBeDisabled()
  await arm.getByLabel('Type the cluster’s name: staging').fill('staging')
  await page.keyboard.press('Enter')
  await expect(arm).toBeHidden()
  await expect(switcher).toContainText(/ARMED (15:00|14:5\d)/)
  expect(core.state.calls.filter(({ name }) => name === 'messages.produce')).toEqual([])
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('status')).toContainText('orders-2 @ 8841')
})

test('the composer sends null, empty, duplicate and binary exactly, and refuses what is not JSON', async ({ page, start }) => {
  const core = await start(busy(), '#/local/compose')
  const produced = () => core.state.calls.filter(({ name }) => name === 'messages.produce').map(({ input }) => input)
  await page.getByRole('combobox', { name: 'Topic' }).fill('orders')
  await writeInEditor(page, '{"id": 9007199254740993,}')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('Not sent. The value is not JSON: line 1, column 25')).toBeVisible()
  expect(produced()).toEqual([])
  await page.getByRole('radio', { name: 'Tombstone' }).click()
  for (const [place, kind] of [
    [1, 'Text'],
    [2, 'null'],
    [3, 'Hex'],
  ] as const) {
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByLabel(`Key of header ${place}`).fill('retry')
    if (kind === 'Text') continue
    await page.getByRole('combobox', { name: `Kind of header ${place}` }).click()
    await page.getByRole('option', { name: kind }).click()
  }
  await page.getByLabel('Value of header 3').fill('00 ff')
  await page.getByRole('combobox', { name: 'Partition' }).click()
  await page.getByRole('option', { name: 'Partition 1' }).click()
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('status')).toContainText('orders-1 @ 8841')
  expect(produced()).toEqual([
    {
      connectionId: 'local',
      topic: 'orders',
      partition: 1,
      key: { kind: 'null' },
      value: { kind: 'null' },
      headers: [
        { key: 'retry', value: { kind: 'text', text: '' } },
        { key: 'retry', value: { kind: 'null' } },
        { key: 'retry', value: { kind: 'bytes', bytes: Uint8Array.of(0, 255) } },
      ],
    },
  ])
})

test('a record is resent with every byte as it was', async ({ page, start }) => {
  const core = await start(busy(), '#/local/topics/orders?record=2:8841')
  await expect(page.getByRole('complementary')).toContainText('9223372036854775807')
  await page.getByRole('button', { name: 'Resend…' }).click()
  await page.locator('.monaco-editor .view-lines').waitFor()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByRole('status')).toContainText('orders-2 @ 8841')
  const record = wholeRecord()
  const value = record.value.kind === 'null' ? null : record.value.text
  expect(core.state.calls.find(({ name }) => name === 'messages.produce')?.input).toMatchObject({
    key: { kind: 'text', text: 'o-1042' },
    value: { kind: 'text', text: value },
    headers: [
      { key: 'traceId', value: { kind: 'text' } },
      { key: 'retry', value: { kind: 'null' } },
      { key: 'retry', value: { kind: 'text', text: '2' } },
      { key: 'attempt', value: { kind: 'bytes', bytes: Uint8Array.of(0, 0, 0, 0xe9) } },
    ],
  })
})

test('a topic is created from the keyboard, and a refusal stays in the dialog', async ({ page, start }) => {
  const core = await start(busy())
  await expect(page.getByRole('row', { name: /payments/ })).toBeVisible()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Create topic' })
  await dialog.getByLabel('Name').fill('not allowed')
  await expect(dialog.getByRole('alert')).toContainText('A topic name cannot contain " "')
  await dialog.getByLabel('Name').fill('invoices')
  await dialog.getByLabel('Partitions').fill('4')
  await dialog.getByLabel('Settings').fill('retention.ms=1000')
  core.state.failing['topics.create'] = {
    code: 'KAFKA_ERROR',
    data: { message: 'Topic "invoices" exists already.', remedy: 'Choose another name.', code: 36, name: 'TOPIC_ALREADY_EXISTS' },
  }
  await dialog.getByRole('button', { name: 'Create topic' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Topic "invoices" exists already. Choose another name.')
  core.state.failing = {}
  await dialog.getByRole('button', { name: 'Create topic' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /invoices/ })).toHaveAttribute('aria-selected', 'true')
  expect(core.state.calls.findLast(({ name }) => name === 'topics.create')?.input).toEqual({
    connectionId: 'local',
    topic: 'invoices',
    partitionCount: 4,
    configs: { 'retention.ms': '1000' },
  })
})

test('the theme is the system’s until chosen, and the choice is kept', async ({ page, start }) => {
  await start(busy())
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
  expect(await theme()).toBeUndefined()
  await page.keyboard.press('ControlOrMeta+Shift+L')
  expect(await theme()).toBe('light')
  await page.getByRole('button', { name: 'Theme: light' }).click()
  expect(await theme()).toBe('dark')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible()
  expect(await theme()).toBe('dark')
})
