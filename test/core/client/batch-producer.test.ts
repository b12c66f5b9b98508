import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { readRecord } from '../../../core/client/read-record.ts'
import { codecOf } from '../../../core/protocol/records/record-batch.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'

async function open() {
  const cluster = connectTo((await startTestBroker()).address)
  await createTopic(cluster, { name: 'a', partitionCount: 2, configs: { 'max.message.bytes': '2000' } })
  return { cluster, topic: await cluster.topic('a') }
}

it('writes one batch to the partition it names, compressed, with the records’ own times', async () => {
  const { cluster, topic } = await open()
  const records = [1, 2, 3].map((n) => ({ key: Buffer.from(`k${n}`), value: null, timestamp: Date.UTC(2026, 0, n) }))
  expect(await produceBatch(cluster, topic, { partition: 1, records, codec: 4 })).toBe(0)
  expect(await produceBatch(cluster, topic, { partition: 1, records })).toBe(3)
  const read = await readRecord(cluster, 'a', 1, 1n)
  expect([read.key?.toString(), read.timestamp, codecOf(read.batch.attributes), read.batch.recordCount]).toEqual(['k2', BigInt(Date.UTC(2026, 0, 2)), 4, 3])
})

it.each([
  ['that does not exist', 7, 1, 'Partition 7 of "a": '],
  ['that does not take it', 0, 3_000, 'Partition 0 of "a" did not take 1 records: '],
])('rejects for a partition %s', async (_, partition, bytes, message) => {
  const { cluster, topic } = await open()
  await expect(produceBatch(cluster, topic, { partition, records: [{ key: null, value: Buffer.alloc(bytes) }] })).rejects.toThrow(message)
})
