// What real clients of this protocol generation leave on the screen: records of transactions, and groups of the consumer protocol (KIP-848).
import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka'
import { expect } from '@playwright/test'
import { test } from './support/workbench.ts'

test('aborted records are left out and counted; shown, they say so; committed ones are like any other, and markers are not shown', async ({ page, workbench }) => {
  const producer = workbench.kafka.producer({ transactionalId: 'payments', idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  for (const [value, commits] of [['kept', true], ['dropped', false], ['kept too', true]] as const) {
    const transaction = await producer.transaction()
    await transaction.send({ topic: 'ledger', messages: [{ partition: 0, key: value, value }] })
    await (commits ? transaction.commit() : transaction.abort())
  }
  await producer.disconnect()
  await page.goto(`${workbench.web.url}#/local/topics/ledger`)
  const reading = page.getByRole('region', { name: 'Reading' })
  await expect(reading.getByRole('status')).toContainText('Complete: 2 records')
  await expect(page.getByRole('row', { name: /dropped/ })).toHaveCount(0)
  await reading.getByRole('button', { name: '1 aborted left out' }).click()
  await expect(reading.getByRole('status')).toHaveText('Complete: 3 records')
  await expect(page.getByRole('row', { name: /dropped/ })).toContainText('aborted')
  for (const value of ['kept too', 'kept']) await expect(page.getByRole('row', { name: value }).first()).not.toContainText('aborted')
  await page.getByRole('row', { name: /dropped/ }).click()
  await page.getByRole('tab', { name: 'Metadata' }).click()
  await expect(page.getByRole('complementary')).toContainText('aborted: consumers with isolation.level=read_committed never see it')
})

test('a consumer group shows its type, its assignor on the broker, and every member with its epoch', async ({ page, workbench }) => {
  const admin = workbench.kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 4 }] })
  await admin.disconnect()
  const consumer = new Consumer({ clientId: 'shipping-1', bootstrapBrokers: [workbench.core.kafka], groupId: 'shipping', groupProtocol: 'consumer', deserializers: stringDeserializers, maxWaitTime: 200 })
  const stream = await consumer.consume({ topics: ['orders'], autocommit: false, mode: MessagesStreamModes.COMMITTED, fallbackMode: MessagesStreamFallbackModes.EARLIEST })
  stream.resume()
  await page.goto(`${workbench.web.url}#/local/groups`)
  await expect(page.getByRole('row', { name: /shipping/ })).toContainText('consumer')
  await page.getByRole('row', { name: /shipping/ }).dblclick()
  await expect(page.getByText('Server-side assignor')).toBeVisible()
  await expect(page.getByText('uniform')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Epoch' })).toBeVisible()
  await expect(page.getByRole('row', { name: /shipping-1/ }).first()).toContainText('orders 0-3')
  await expect(page.getByText('Stable')).toBeVisible()
  await stream.close()
  await consumer.close(true)
})
