// What must come through unharmed: 64-bit numbers from the grid to the wire and back, and a value of 20 MB that freezes nothing.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { grid } from './support/fake-test.ts'
import { feltDuring, longest, watchPage } from './support/page-watch.ts'
import type { Workbench } from './support/real-core.ts'
import { editorInput, test } from './support/workbench.ts'

/** Generous: the machine that runs the tests runs others beside them. test/bench/page.ts has the figures. */
const FREEZE_MS = 1_500

const inspector = (page: Page) => page.getByRole('complementary', { name: /^Record/ })

async function openTopic(page: Page, { web }: Workbench, topic: string): Promise<void> {
  await page.goto(`${web.url}#/local/topics/${topic}`)
  await expect(grid(page).locator('[data-index="0"]')).toBeVisible()
}

test('3.15.1: 9007199254740993 and 9223372036854775807 survive browse → edit → resend, and are copied as they are', async ({ page, workbench, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const producer = workbench.kafka.producer()
  await producer.connect()
  const value = '{"id":9007199254740993,"max":9223372036854775807,"ratio":1.10}'
  await producer.send({ topic: 'orders', messages: [{ key: '9007199254740993', value }] })
  await producer.disconnect()
  await openTopic(page, workbench, 'orders')
  const row = grid(page).locator('[data-index="0"]')
  await expect(row).toContainText('9007199254740993')
  await row.click()
  await expect(inspector(page).getByRole('region', { name: 'Value' })).toContainText('"max": 9223372036854775807')
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy value' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(value)
  await page.keyboard.press('e')
  await page.locator('.monaco-editor .view-lines').waitFor()
  await editorInput(page).focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' ')
  await page.keyboard.press('ControlOrMeta+Enter')
  const resent: string[] = []
  const consumer = workbench.kafka.consumer({ groupId: 'reader' })
  await consumer.connect()
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => void resent.push(`${String(message.key)} ${String(message.value)}`) })
  await expect.poll(() => resent.toSorted(), { timeout: 15_000 }).toEqual([`9007199254740993 ${value}`, `9007199254740993 ${value} `])
  await consumer.disconnect()
})

test('3.15.3: a 20 MB value: grid, inspector, copy and save do not freeze; the context menu works', async ({ page, workbench, context }) => {
  test.setTimeout(90_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const value = JSON.stringify({ lines: Array.from({ length: 200_000 }, (_, line) => `${String(line).padStart(8, '0')} ${'x'.repeat(85)}`) })
  await produceLarge(workbench, value)
  await watchPage(page)
  await openTopic(page, workbench, 'large')
  const row = grid(page).locator('[data-index="0"]')
  const felt = await feltDuring(page, async () => {
    await row.click()
    await expect(inspector(page).getByRole('region', { name: 'Value' })).toContainText('00000001')
    await inspector(page).getByRole('tab', { name: /^Headers/ }).click()
    await expect(inspector(page).getByRole('row', { name: /traceId/ })).toBeVisible()
    await row.click({ button: 'right' })
    await expect(page.getByRole('menuitem', { name: 'Copy value' })).toBeVisible()
  })
  expect(longest(felt.longTasks)).toBeLessThan(FREEZE_MS)
  const copying = await feltDuring(page, async () => {
    await page.getByRole('menuitem', { name: 'Copy value' }).click()
    await expect.poll(() => page.evaluate(async () => (await navigator.clipboard.readText()).length), { timeout: 30_000 }).toBe(value.length)
  })
  expect(longest(copying.longTasks)).toBeLessThan(FREEZE_MS)
  await row.focus()
  await page.keyboard.press('x')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.getByRole('button', { name: 'More for the selection' }).click()
      await page.getByRole('menuitem', { name: 'Save as JSONL…' }).click()
    })(),
  ])
  const saved = await readFile(await download.path(), 'utf8')
  expect(saved.length).toBeGreaterThan(value.length)
  expect(saved).toContain('00199999 xxx')
})

async function produceLarge({ kafka }: Workbench, value: string): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'large', numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '33554432' }] }] })
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'large', messages: [{ key: 'large', value, headers: { traceId: '4bf92f35' } }] })
  await producer.disconnect()
}
