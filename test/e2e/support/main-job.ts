// The product's main job, step by step, for every transport: a real client on one side, a person at the screen on the other.
import { expect, type Page } from '@playwright/test'
import type { Consumer } from 'kafkajs'
import type { Workbench } from './real-core.ts'
import { writeInEditor } from './workbench.ts'

export interface Received {
  partition: number
  offset: string
  key: string | null
  value: string | null
  headers: Record<string, string>
}

/** A client makes the topic by producing to it; its records are on the screen, exact. */
export async function producedRecordsAppear(page: Page, { kafka }: Workbench): Promise<void> {
  await expect(page.getByRole('heading', { name: 'No topics yet' })).toBeVisible()
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({
    topic: 'orders',
    messages: Array.from({ length: 40 }, (_, index) => ({
      key: `o-${index}`,
      value: `{"id":${9_007_199_254_740_993n + BigInt(index)},"paid":true}`,
    })),
  })
  await page.getByRole('row', { name: /orders/ }).click()
  await expect(page.getByText('o-39')).toBeVisible()
  await expect(page.getByTestId('shown')).toContainText('40 records shown')
  await producer.send({
    topic: 'orders',
    messages: [{ key: 'live', value: '{"max":9223372036854775807}', headers: { retry: ['1', '2'] } }],
  })
  const live = page.getByRole('row', { name: /live/ })
  await expect(live).toBeVisible()
  await live.click()
  const record = page.getByRole('complementary', { name: /Record orders-/ })
  await expect(record.getByRole('region', { name: 'Value' })).toContainText('"max": 9223372036854775807')
  await record.getByRole('tab', { name: 'Headers 2' }).click()
  await expect(record.getByRole('row', { name: /retry/ })).toHaveCount(2)
  await record.getByRole('tab', { name: 'Value' }).click()
  await producer.disconnect()
}

/** A message written in the editor arrives at a consumer, byte by byte, in the partition that was announced. */
export async function composedMessageArrives(page: Page, received: Received[]): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  await expect(page.getByRole('combobox', { name: 'Topic' })).toHaveValue('orders')
  await page.getByLabel('Key', { exact: true }).fill('o-1042')
  const announced = page.getByText(/This key goes to partition \d of 3\./)
  await expect(announced).toBeVisible()
  const partition = Number(/partition (\d)/.exec((await announced.textContent()) ?? '')![1])
  await page.getByRole('button', { name: 'Add header' }).click()
  await page.getByLabel('Key of header 1').fill('traceId')
  await page.getByLabel('Value of header 1').fill('4bf92f35')
  await writeInEditor(page, '{"id": 9007199254740993, "from": "the editor"}')
  await page.keyboard.press('ControlOrMeta+Enter')
  const sent = page.getByRole('status').getByRole('button', { name: new RegExp(`orders-${partition} @ \\d+`) })
  await expect(sent).toBeVisible()
  await expect
    .poll(() => received.find(({ key }) => key === 'o-1042'))
    .toMatchObject({
      partition,
      value: '{"id": 9007199254740993, "from": "the editor"}',
      headers: { traceId: '4bf92f35' },
    })
  await sent.click()
  await expect(page.getByRole('complementary').getByRole('region', { name: 'Value' })).toContainText('"from": "the editor"')
}

/** The consumer's group is on the screen with its member, its commits and no lag. */
export async function groupIsShown(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Groups' }).click()
  const row = page.getByRole('row', { name: /billing/ })
  await expect(row).toContainText('Stable')
  await row.click()
  await expect(page.getByRole('heading', { name: 'billing' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Members' })).toContainText('billing-client')
  const partitions = page.getByRole('grid', { name: 'Partitions of the group' })
  await expect(partitions.getByRole('row')).toHaveCount(4)
  await expect(page.getByText('Total lag').locator('..')).toContainText(/Total lag\s*0/)
}

export async function consume({ core }: Workbench, kafka: Workbench['kafka'], received: Received[]): Promise<Consumer> {
  expect(core.kafka).toMatch(/^127\.0\.0\.1:\d+$/)
  const consumer = kafka.consumer({ groupId: 'billing', heartbeatInterval: 500 })
  await consumer.connect()
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true })
  await consumer.run({
    autoCommitInterval: 200,
    eachMessage: async ({ partition, message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([key, value]) => [key, String(value)]))
      received.push({
        partition,
        offset: message.offset,
        key: message.key && message.key.toString(),
        value: message.value && message.value.toString(),
        headers,
      })
    },
  })
  return consumer
}
