// The main job in a browser: the page over a WebSocket, the real core, real clients.
import { expect } from '@playwright/test'
import { Kafka, logLevel } from 'kafkajs'
import { composedMessageArrives, consume, groupIsShown, producedRecordsAppear, type Received } from './support/main-job.ts'
import { expectAccessible, test } from './support/workbench.ts'

test('over a WebSocket: produce, see, compose, consume, and find the group', async ({ page, workbench }) => {
  await page.goto(workbench.web.url)
  await producedRecordsAppear(page, workbench)
  await expectAccessible(page, 'messages')
  const received: Received[] = []
  const kafka = new Kafka({ clientId: 'billing-client', brokers: [workbench.core.kafka], logLevel: logLevel.NOTHING })
  const consumer = await consume(workbench, kafka, received)
  await composedMessageArrives(page, received)
  await groupIsShown(page)
  await expectAccessible(page, 'group')
  await consumer.disconnect()
})

test('the picture for the README', async ({ page, workbench }) => {
  const producer = workbench.kafka.producer()
  await producer.connect()
  const newestMs = Date.now()
  await producer.send({
    topic: 'orders',
    messages: Array.from({ length: 240 }, (_, index) => order(index, newestMs - (239 - index) * 1_870)),
  })
  await producer.disconnect()
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${workbench.web.url}#/local/topics/orders`)
  await page.getByRole('row', { name: /o-1237/ }).click()
  await expect(page.getByRole('complementary').getByRole('region', { name: 'Value' })).toContainText('"customer"')
  await page.mouse.move(640, 790)
  // HEADWATER_README_PICTURE=1 renews the picture that the README shows.
  await page.screenshot({ path: process.env['HEADWATER_README_PICTURE'] ? 'test/e2e/readme.png' : 'test-results/readme.png' })
})

const CUSTOMERS = ['Ada Lovelace', 'Grace Hopper', 'Edsger Dijkstra', 'Barbara Liskov', 'Donald Knuth']

function order(index: number, timestampMs: number) {
  const value = {
    id: `@${7_205_759_403_792_793_600n + BigInt(index)}@`,
    customer: { name: CUSTOMERS[index % 5], since: 2019 + (index % 6) },
    items: [{ sku: `HW-${100 + (index % 37)}`, quantity: 1 + (index % 3) }],
    total: Number(((index % 89) * 3.45 + 4.99).toFixed(2)),
    paid: index % 3 !== 0,
  }
  return {
    key: `o-${1_000 + index}`,
    // An id beyond what a JavaScript number holds has to be written by hand.
    value: index % 41 === 40 ? null : JSON.stringify(value).replace(/"@(\d+)@"/, '$1'),
    headers: index % 4 === 0 ? { traceId: (0x4bf92f35 + index).toString(16), source: 'web-shop' } : { source: 'web-shop' },
    timestamp: String(timestampMs),
  }
}
