// Messages as they are written and as they leave: null, empty, duplicates and bytes exactly; and a record sent again as it was.
import { expect } from '@playwright/test'
import { callsOf, test } from './support/fake-test.ts'
import { busy, wholeRecord } from './support/sample-data.ts'
import { writeInEditor } from './support/workbench.ts'

test('the composer sends null, empty, duplicate and binary exactly, and refuses what is not JSON', async ({ page, start }) => {
  const core = await start(busy(), '#/local/compose')
  await page.getByRole('combobox', { name: 'Topic' }).fill('orders')
  await writeInEditor(page, '{"id": 9007199254740993,}')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('Not sent. The value is not JSON: line 1, column 25')).toBeVisible()
  expect(callsOf(core, 'messages.produce')).toEqual([])
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
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByRole('button', { name: /orders-1 @ 8\s?841/ }).first()).toBeVisible()
  expect(callsOf(core, 'messages.produce')).toEqual([
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

test('3.15.2: duplicate header keys, null header value, empty vs null key/value, header order: a record edited and resent leaves as it was', async ({ page, start }) => {
  const core = await start(busy(), '#/local/topics/orders?record=2:8841')
  await expect(page.getByRole('complementary')).toContainText('9223372036854775807')
  await page.keyboard.press('e')
  await page.locator('.monaco-editor .view-lines').waitFor()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => callsOf(core, 'messages.produce').length).toBe(1)
  const record = wholeRecord()
  const value = record.value.kind === 'null' ? null : record.value.text
  expect(callsOf(core, 'messages.produce')[0]).toMatchObject({
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

test('3.15.14: default partition on produce = by key, never silently partition 0', async ({ page, start }) => {
  const core = await start(busy(), '#/local/compose')
  await page.getByRole('combobox', { name: 'Topic' }).fill('orders')
  await page.getByLabel('Key', { exact: true }).fill('o-1042')
  await expect(page.getByText('This key goes to partition 2 of 3.')).toBeVisible()
  await writeInEditor(page, '{"id": 1}')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => callsOf(core, 'messages.produce')).toMatchObject([{ partition: null, key: { kind: 'text', text: 'o-1042' } }])
})
