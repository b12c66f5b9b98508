import { expect, it } from 'vitest'
import { Consumer } from '@platformatic/kafka'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { partitionForKey } from '../../../core/client/partitioner.ts'
import { produce } from '../../../core/client/producer.ts'
import { readRecord } from '../../../core/client/read-record.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, startScriptedTopic, TOPIC_ID } from '../../support/scripted-broker.ts'

async function withTopic(partitionCount: number) {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount })
  return { broker, cluster }
}

const message = { topic: 'orders', partition: null, key: null, value: null, headers: [] }

it('keeps headers as they are: in order, with duplicates, null apart from empty, bytes exact', async () => {
  const { cluster } = await withTopic(1)
  const headers = [
    { key: 'trace', value: Buffer.from([0xff, 0x00, 0xfe]) },
    { key: 'a', value: Buffer.from('1') },
    { key: 'trace', value: null },
    { key: 'a', value: Buffer.alloc(0) },
    { key: '', value: Buffer.from('empty name') },
    { key: 'a', value: Buffer.from('1') },
  ]
  const { partition, offset } = await produce(cluster, { ...message, headers })
  const record = await readRecord(cluster, 'orders', partition, BigInt(offset))
  expect(record.headers).toEqual(headers)
})

it.each([
  ['null and null', null, null],
  ['empty and empty', Buffer.alloc(0), Buffer.alloc(0)],
  ['null and empty', null, Buffer.alloc(0)],
  ['any bytes', Buffer.from([0, 255, 128]), Buffer.from('9007199254740993')],
])('keeps key and value apart: %s', async (_what, key, value) => {
  const { cluster } = await withTopic(1)
  const { offset } = await produce(cluster, { ...message, key, value })
  const record = await readRecord(cluster, 'orders', 0, BigInt(offset))
  expect([record.key, record.value]).toEqual([key, value])
})

it('sends a key where the default partitioner sends it, and says where and at which offset', async () => {
  const { cluster } = await withTopic(7)
  for (const key of ['a', 'customer-42', 'ü']) {
    const bytes = Buffer.from(key)
    expect(await produce(cluster, { ...message, key: bytes })).toMatchObject({ partition: partitionForKey(bytes, 7), offset: 0 })
  }
})

it('sends to the partition that was named, whatever the key', async () => {
  const { cluster } = await withTopic(3)
  for (const partition of [2, 2, 0]) expect((await produce(cluster, { ...message, partition, key: Buffer.from('a') })).partition).toBe(partition)
})

it('spreads records without a key', async () => {
  const { cluster } = await withTopic(3)
  const partitions = new Set<number>()
  for (let i = 0; i < 20; i++) partitions.add((await produce(cluster, message)).partition)
  expect(partitions).toEqual(new Set([0, 1, 2]))
})

it('refuses a partition or a topic that does not exist', async () => {
  const { cluster, broker } = await withTopic(3)
  await expect(produce(cluster, { ...message, partition: 7 })).rejects.toThrow('Topic "orders" has 3 partitions; partition 7 does not exist.')
  await expect(produce(cluster, { ...message, topic: 'absent' })).rejects.toThrow('There is no topic "absent".')
  expect(Array.from(broker.context.topics.all(), ({ name }) => name)).toEqual(['orders'])
})

it('says what the broker does not take', async () => {
  const broker = await startTestBroker({ 'message.max.bytes': '1000' })
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await expect(produce(cluster, { ...message, value: Buffer.alloc(2_000) })).rejects.toMatchObject({ errorName: 'MESSAGE_TOO_LARGE' })
})

it('follows the partition to its new leader, and writes the record once', async () => {
  const written: number[] = []
  const produceAs = (node: number) =>
    on(Produce, () => {
      const errorCode = scripted.cluster.partitions[0]!.leader === node ? 0 : 6
      if (errorCode === 0) written.push(node)
      else scripted.cluster.partitions[0]!.leader = 2
      return { responses: [{ topicId: TOPIC_ID, name: 'orders', partitionResponses: [{ index: 0, errorCode, baseOffset: 5 }] }] }
    })
  const other = await startScriptedTopic([], [produceAs(2)])
  const scripted = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 5, leader: 1 }], [produceAs(3)])
  scripted.cluster.nodes.set(2, other.address)
  expect(await produce(connectTo(scripted.address), message)).toMatchObject({ partition: 0, offset: 5 })
  expect(written).toEqual([2])
})

it('is read by another client as it was sent', async () => {
  const { cluster, broker } = await withTopic(1)
  await produce(cluster, { ...message, key: Buffer.from('k'), value: Buffer.from('{"id":9007199254740993}'), headers: [{ key: 'h', value: Buffer.from('v') }] })
  const consumer = new Consumer({ clientId: 'c', groupId: 'g', bootstrapBrokers: [broker.bootstrap] })
  const stream = await consumer.consume({ topics: ['orders'], mode: 'earliest' })
  for await (const { key, value, headers } of stream) {
    expect([key.toString(), value.toString(), [...headers].map((pair) => pair.map(String))]).toEqual(['k', '{"id":9007199254740993}', [['h', 'v']]])
    break
  }
  await consumer.close(true)
})
