// The main job in a browser: the page over a WebSocket, the real core, real clients.
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
