// The product's main job, by mouse and by keyboard alone, for every transport: load something, create, send, find, open, edit and resend, see who lags.
import { expect, type Locator, type Page } from '@playwright/test'
import type { Consumer, Kafka } from 'kafkajs'
import { grid } from './fake-test.ts'
import type { Workbench } from './real-core.ts'
import { editorInput, writeInEditor } from './workbench.ts'

export interface Received {
  partition: number
  key: string | null
  value: string | null
  headers: Record<string, string>
}

const EDITED = '{"id": 9007199254740993, "from": "the editor"}'

export async function mainJobByMouse(page: Page, { kafka }: Workbench): Promise<void> {
  const received: Received[] = []
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  await page.getByRole('button', { name: 'Load demo flow' }).click()
  await expect(page.getByText('505 records in 6 topics')).toBeVisible()

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Topics' }).click()
  await expect(page.getByRole('row', { name: /demo\.orders/ })).toContainText('about')
  await page.getByRole('button', { name: 'Create topic' }).click()
  await createTopic(page).getByLabel('Name').fill('invoices')
  await createTopic(page).getByRole('button', { name: 'Create topic' }).click()
  await page.getByRole('row', { name: /invoices/ }).click()
  const consumer = await consume(kafka, received)

  await page.getByRole('button', { name: 'Compose', exact: true }).click()
  await expect(page.getByRole('combobox', { name: 'Topic' })).toHaveValue('invoices')
  await page.getByLabel('Key', { exact: true }).fill('o-1042')
  const partition = await announcedPartition(page)
  await page.getByRole('button', { name: 'Add header' }).click()
  await page.getByLabel('Key of header 1').fill('traceId')
  await page.getByLabel('Value of header 1').fill('4bf92f35')
  await writeInEditor(page, EDITED)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const message = { partition, key: 'o-1042', value: EDITED, headers: { traceId: '4bf92f35' } }
  await expect.poll(() => received).toEqual([message])
  await page.getByRole('button', { name: sentAt(partition, 0) }).first().click()
  await expect(inspector(page).getByRole('region', { name: 'Value' })).toContainText('"from": "the editor"')

  await inspector(page).getByRole('button', { name: /[Rr]esend/ }).first().click()
  await page.locator('.monaco-editor .view-lines').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => received).toEqual([message, message])

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Topics' }).click()
  await page.getByRole('row', { name: /demo\.orders/ }).click()
  await page.getByRole('textbox', { name: /^Contains|^Find/ }).fill('campaign-autumn')
  await page.keyboard.press('Enter')
  await expectFoundInHeaders(page)
  await grid(page).locator('[data-index="0"]').click()
  await inspector(page).getByRole('tab', { name: /^Headers/ }).click()
  await expect(inspector(page).getByRole('row', { name: /campaign-autumn/ })).toBeVisible()

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Groups' }).click()
  await expect(page.getByRole('row', { name: /billing-service/ })).toContainText('Stable')
  await page.getByRole('row', { name: /demo\.payments-service/ }).click()
  await expectLag(page)
  await consumer.disconnect()
}

export async function mainJobByKeyboard(page: Page, { kafka }: Workbench): Promise<void> {
  const received: Received[] = []
  await page.keyboard.press('Alt+0')
  await choose(page, 'Load the demo flow')
  await expect(page.getByText('505 records in 6 topics')).toBeVisible()

  await page.keyboard.press('Alt+1')
  await expect(page.getByRole('row', { name: /demo\.orders/ })).toBeVisible()
  await page.keyboard.press('t')
  await expect(createTopic(page).getByLabel('Name')).toBeFocused()
  await page.keyboard.type('invoices')
  await page.keyboard.press('Enter')
  await expect(createTopic(page)).toBeHidden()
  await choose(page, 'invoices')
  await expect(page.getByRole('heading', { name: 'invoices', level: 1 })).toBeVisible()
  const consumer = await consume(kafka, received)

  await page.keyboard.press('c')
  await expect(page.getByRole('combobox', { name: 'Topic' })).toHaveValue('invoices')
  await tabTo(page, page.getByLabel('Key', { exact: true }))
  await page.keyboard.type('o-1042')
  const partition = await announcedPartition(page)
  await tabTo(page, editorInput(page))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(EDITED)
  await page.keyboard.press('ControlOrMeta+Enter')
  const message = { partition, key: 'o-1042', value: EDITED, headers: {} }
  await expect.poll(() => received).toEqual([message])
  await tabTo(page, page.getByRole('button', { name: sentAt(partition, 0) }).first())
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('region', { name: 'Value' })).toContainText('"from": "the editor"')

  await page.keyboard.press('e')
  await page.locator('.monaco-editor .view-lines').waitFor()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => received).toEqual([message, message])

  await choose(page, 'demo.orders')
  await expect(page.getByRole('heading', { name: 'demo.orders', level: 1 })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('campaign-autumn')
  await page.keyboard.press('Enter')
  await expectFoundInHeaders(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(inspector(page)).toBeVisible()
  await page.keyboard.press('Escape')

  await choose(page, 'demo.payments-service')
  await expectLag(page)
  await consumer.disconnect()
}

const createTopic = (page: Page): Locator => page.getByRole('dialog', { name: 'Create topic' })

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: /^Record/ })

const sentAt = (partition: number, offset: number): RegExp => new RegExp(`invoices-${partition} @ ${offset}`)

async function announcedPartition(page: Page): Promise<number> {
  const announced = page.getByText(/This key goes to partition \d of 3\./)
  await expect(announced).toBeVisible()
  return Number(/partition (\d)/.exec((await announced.textContent()) ?? '')![1])
}

/** Some of the demo's records have it, in a header only. */
async function expectFoundInHeaders(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Reading' }).getByRole('status')).toContainText(/Complete: \d+ matches in 2\d\d records/)
}

async function expectLag(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'demo.payments-service', level: 1 })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Partitions of the group' }).getByRole('row')).not.toHaveCount(1)
  await expect(page.getByText('Total lag').locator('..')).toContainText(/Total lag\s*(about\s*)?[1-9]/)
}

/** By the palette: a command, a topic, a group. */
async function choose(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { selected: true })).toContainText(name)
  await page.keyboard.press('Enter')
}

/** Goes there by the Tab key, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < 60; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target.toString()} was not reached by the Tab key`)
}

async function consume(kafka: Kafka, received: Received[]): Promise<Consumer> {
  const consumer = kafka.consumer({ groupId: 'billing-service', heartbeatInterval: 500 })
  await consumer.connect()
  await consumer.subscribe({ topics: ['invoices'], fromBeginning: true })
  await consumer.run({
    autoCommitInterval: 200,
    eachMessage: async ({ partition, message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([key, value]) => [key, String(value)]))
      received.push({ partition, key: message.key && message.key.toString(), value: message.value && message.value.toString(), headers })
    },
  })
  return consumer
}
