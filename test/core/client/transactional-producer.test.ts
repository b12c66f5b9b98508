import { expect, it } from 'vitest'
import { stableOffset } from '../../../core/client/admin/stable-offset.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { topicsByName } from '../../../core/client/sequenced-producer.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { TransactionalProducer } from '../../../core/client/transactional-producer.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'

const options = { transactionalId: 'replay', transactionTimeoutMs: 60_000, deliveryTimeoutMs: 5_000 }
const record = (value: string) => ({ key: Buffer.from('k'), value: Buffer.from(value), timestamp: 1 })
const progress = (offset: number, metadata: string) => ({ groupId: 'progress', topic: 'dlq', partition: 0, offset, metadata })

async function open() {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'a', partitionCount: 3 })
  await createTopic(cluster, { name: 'b', partitionCount: 1 })
  await createTopic(cluster, { name: 'dlq', partitionCount: 1 })
  const topics = await topicsByName(cluster, ['a', 'b'])
  const committed = async (topic: string, partition: number): Promise<string[]> => {
    const { records, outcomeOf } = await (await TopicReader.open(cluster, topic)).read(partition, 0)
    return records.filter(({ batch }) => outcomeOf(batch) === 'committed').map(({ value }) => String(value))
  }
  const register = async () => stableOffset(cluster, { groupId: 'progress', topic: 'dlq', partition: 0, deliveryTimeoutMs: 5_000 })
  return { broker, cluster, topics, committed, register }
}

it('writes several partitions of several topics and an offset, all of which count together', async () => {
  const { cluster, topics, committed, register } = await open()
  const producer = await TransactionalProducer.open(cluster, options)
  expect(await register()).toBeNull()
  const outcomes = await producer.produce(
    [
      { topic: 'a', partition: 2, records: [record('1'), record('2')] },
      { topic: 'b', partition: 0, records: [record('3')] },
    ],
    topics,
  )
  expect(outcomes).toEqual([
    { topic: 'a', partition: 2, baseOffset: 0, error: null, isInDoubt: false, refused: [], throttleMs: 0 },
    { topic: 'b', partition: 0, baseOffset: 0, error: null, isInDoubt: false, refused: [], throttleMs: 0 },
  ])
  await producer.commitOffset(progress(7, '{"n":3}'))
  expect(await committed('a', 2)).toEqual([])
  await producer.end(true)
  expect([await committed('a', 2), await committed('b', 0), await register()]).toEqual([['1', '2'], ['3'], { offset: 7, metadata: '{"n":3}' }])
})

it('goes on with transaction after transaction, and an aborted one leaves neither records nor offset', async () => {
  const { cluster, topics, committed, register } = await open()
  const producer = await TransactionalProducer.open(cluster, options)
  for (const [n, isCommit] of [[1, true], [2, false], [3, true]] as const) {
    await producer.produce([{ topic: 'a', partition: 0, records: [record(String(n))] }], topics)
    await producer.commitOffset(progress(n, ''))
    await producer.end(isCommit)
    expect((await register())!.offset).toBe(isCommit ? n : 1)
  }
  expect(await committed('a', 0)).toEqual(['1', '3'])
})

it('is fenced by the next one with its id, which ends what it left open', async () => {
  const { cluster, topics, committed, register } = await open()
  const first = await TransactionalProducer.open(cluster, options)
  await first.produce([{ topic: 'a', partition: 0, records: [record('left open')] }], topics)
  await first.commitOffset(progress(1, ''))
  const second = await TransactionalProducer.open(cluster, options)
  expect(await register()).toBeNull()
  await expect(first.end(true)).rejects.toMatchObject({ errorName: expect.stringMatching(/INVALID_PRODUCER_EPOCH|PRODUCER_FENCED/) })
  await second.produce([{ topic: 'a', partition: 0, records: [record('second')] }], topics)
  await second.end(true)
  expect(await committed('a', 0)).toEqual(['second'])
})

it('tells the offset of a group only once no transaction can change it', async () => {
  const { cluster, register } = await open()
  const producer = await TransactionalProducer.open(cluster, options)
  await producer.commitOffset(progress(5, ''))
  let told = false
  const asked = register().finally(() => (told = true))
  await cluster.pause(150)
  expect(told).toBe(false)
  await producer.end(true)
  expect(await asked).toEqual({ offset: 5, metadata: '' })
})

it('names the record that the broker refuses, and the others of the transaction can be given up', async () => {
  const { cluster, topics, committed } = await open()
  await createTopic(cluster, { name: 'small', partitionCount: 1, configs: { 'max.message.bytes': '500' } })
  const producer = await TransactionalProducer.open(cluster, options)
  const all = new Map([...topics, ...(await topicsByName(cluster, ['small']))])
  const [taken, refused] = await producer.produce(
    [
      { topic: 'a', partition: 0, records: [record('x')] },
      { topic: 'small', partition: 0, records: [record('y'.repeat(1_000))] },
    ],
    all,
  )
  expect(taken).toMatchObject({ error: null, baseOffset: 0 })
  expect(refused).toMatchObject({ error: { errorName: 'MESSAGE_TOO_LARGE' }, isInDoubt: false, baseOffset: -1 })
  await producer.end(false)
  expect(await committed('a', 0)).toEqual([])
})
