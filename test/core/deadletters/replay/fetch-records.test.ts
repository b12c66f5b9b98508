// Many records by their offsets, from a real broker: dense, scattered, gone, and of topics that are not there.
import { describe, expect, it } from 'vitest'
import { produceBatch } from '../../../../core/client/batch-producer.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import type { ClusterConnection } from '../../../../core/client/cluster-connection.ts'
import { fetchRecords, type RecordPlace } from '../../../../core/deadletters/replay/fetch-records.ts'
import { DeleteRecords } from '../../../../core/protocol/messages/delete-records.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

const NEVER = new AbortController().signal

async function clusterWith(partitionCount: number, perPartition: number): Promise<ClusterConnection> {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount })
  const topic = await cluster.topic('orders')
  for (let partition = 0; partition < partitionCount; partition++) {
    for (let offset = 0; offset < perPartition; offset += 100) {
      const records = Array.from({ length: Math.min(100, perPartition - offset) }, (_, i) => ({
        key: Buffer.from(`${partition}`),
        value: Buffer.from(`${partition}/${offset + i}`),
        headers: [{ key: 'n', value: null }],
        timestamp: 1_700_000_000_000 + offset + i,
      }))
      await produceBatch(cluster, topic, { partition, records })
    }
  }
  return cluster
}

const at = (partition: number, offset: number, topic = 'orders'): RecordPlace => ({ topic, partition, offset })

describe('records by their offsets', () => {
  it('come in the order that was asked for, dense or scattered, each with all that it has', async () => {
    const cluster = await clusterWith(2, 3_000)
    const places = [at(1, 2_999), at(0, 5), at(0, 4), at(1, 0), at(0, 1_500), at(0, 5)]
    const found = await fetchRecords(cluster, places, NEVER)
    expect(found.map((answer) => (answer.missing === null ? answer.record.value?.toString() : answer.missing))).toEqual(['1/2999', '0/5', '0/4', '1/0', '0/1500', '0/5'])
    const { topicId } = await cluster.topic('orders')
    expect(found[4]).toEqual({
      missing: null,
      record: {
        topic: 'orders',
        topicId,
        partition: 0,
        offset: 1_500,
        timestampMs: 1_700_000_001_500,
        timestampType: 'CreateTime',
        key: Buffer.from('0'),
        value: Buffer.from('0/1500'),
        headers: [{ key: 'n', value: null }],
      },
    })
  })

  it('are gone where retention has removed them, and not there yet behind the end', async () => {
    const cluster = await clusterWith(1, 300)
    const { partitions } = await cluster.topic('orders')
    await cluster.request(partitions[0]!.leader, DeleteRecords, { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, offset: 150 }] }], timeoutMs: 5_000 })
    const found = await fetchRecords(cluster, [at(0, 3), at(0, 149), at(0, 150), at(0, 300)], NEVER)
    expect(found.map(({ missing }) => missing)).toEqual(['gone', 'gone', null, 'gone'])
    expect(found[0]).toMatchObject({ message: '"orders" holds no record at offset 3 of partition 0 any more.' })
  })

  it('say so where topic or partition are missing', async () => {
    const cluster = await clusterWith(1, 10)
    const found = await fetchRecords(cluster, [at(0, 3, 'payments'), at(7, 3), at(0, 3)], NEVER)
    expect(found.map((answer) => (answer.missing === null ? 'there' : answer.message))).toEqual([
      'There is no topic "payments".',
      'Topic "orders" has 1 partitions; partition 7 does not exist.',
      'there',
    ])
  })

  it('are given up when nobody waits for them any more', async () => {
    const cluster = await clusterWith(1, 10)
    await expect(fetchRecords(cluster, [at(0, 3)], AbortSignal.abort(new Error('left')))).rejects.toThrow('left')
  })
})
