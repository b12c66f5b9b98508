// The main job as the desktop runs it: the same page, its RPC over a MessagePort into the core.
import { expect } from '@playwright/test'
import { Kafka, logLevel } from 'kafkajs'
import { composedMessageArrives, consume, groupIsShown, producedRecordsAppear, type Received } from './support/main-job.ts'
import { bridgePorts } from './support/port-bridge.ts'
import { test } from './support/workbench.ts'

test('over a MessagePort: produce, see, compose, consume, and find the group', async ({ page, workbench }) => {
  const webSockets: string[] = []
  page.on('websocket', (socket) => webSockets.push(socket.url()))
  await bridgePorts(page, workbench.core)
  await page.goto(workbench.web.url)
  await producedRecordsAppear(page, workbench)
  const received: Received[] = []
  const kafka = new Kafka({ clientId: 'billing-client', brokers: [workbench.core.kafka], logLevel: logLevel.NOTHING })
  const consumer = await consume(workbench, kafka, received)
  await composedMessageArrives(page, received)
  await groupIsShown(page)
  await consumer.disconnect()
  expect(webSockets).toEqual([])
})

test('over a MessagePort: a lost port is replaced, and the tail goes on without a gap', async ({ page, workbench }) => {
  const bridge = await bridgePorts(page, workbench.core)
  const producer = workbench.kafka.producer()
  await producer.connect()
  const send = (from: number, count: number) =>
    producer.send({ topic: 'orders', messages: Array.from({ length: count }, (_, index) => ({ key: `k-${from + index}`, value: '1' })) })
  await send(0, 10)
  await page.goto(`${workbench.web.url}#/local/topics/orders`)
  await expect(page.getByTestId('shown')).toContainText('10 records shown')
  bridge.drop()
  await send(10, 15)
  await expect(page.getByTestId('shown')).toContainText('25 records shown')
  await send(25, 5)
  await expect(page.getByTestId('shown')).toContainText('30 records shown')
  await expect(page.getByText('was lost')).toBeHidden()
  await producer.disconnect()
})
