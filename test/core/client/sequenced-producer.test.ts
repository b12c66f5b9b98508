import { expect, it } from 'vitest'
import { createTopic, deleteTopic } from '../../../core/client/admin/topics.ts'
import { initProducerId } from '../../../core/client/producer-id.ts'
import { SequencedProducer, topicsByName } from '../../../core/client/sequenced-producer.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { InitProducerId } from '../../../core/protocol/messages/init-producer-id.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, startScriptedTopic } from '../../support/scripted-broker.ts'

const idempotent = { transactionalId: null, transactionTimeoutMs: 60_000, deliveryTimeoutMs: 5_000 }
const record = (value: string) => ({ key: null, value: Buffer.from(value), timestamp: 1 })

async function open(address: { host: string; port: number }, deliveryTimeoutMs = 5_000) {
  const cluster = connectTo(address, { requestTimeoutMs: 300 })
  const identity = await initProducerId(cluster, idempotent)
  return { cluster, producer: new SequencedProducer(cluster, { identity, transactionalId: null, deliveryTimeoutMs }) }
}

it('keeps order and offsets over many sends', async () => {
  const broker = await startTestBroker()
  const { cluster, producer } = await open(broker.address)
  await createTopic(cluster, { name: 'a', partitionCount: 2 })
  const topics = await topicsByName(cluster, ['a'])
  for (let i = 0; i < 5; i++) {
    const outcomes = await producer.send([0, 1].map((partition) => ({ topic: 'a', partition, records: [record(`${i}`), record(`${i}'`)] })), topics)
    expect(outcomes.map(({ baseOffset, error }) => [baseOffset, error])).toEqual([[2 * i, null], [2 * i, null]])
  }
  const { records } = await (await TopicReader.open(cluster, 'a')).read(1, 0)
  expect(records.map(({ value }) => String(value))).toEqual(['0', "0'", '1', "1'", '2', "2'", '3', "3'", '4', "4'"])
})

it('repeats the same batch after a broken connection until it is answered', async () => {
  const sent: Buffer[] = []
  const broker = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }], [
    on(InitProducerId, () => ({ errorCode: 0, producerId: 9, producerEpoch: 0 })),
    on(Produce, ({ topicData }) => {
      sent.push(Buffer.from(topicData[0]!.partitionData[0]!.records!))
      if (sent.length === 1) queueMicrotask(() => broker.dropConnections())
      return { responses: [{ name: 'orders', topicId: '', partitionResponses: [{ index: 0, errorCode: 0, baseOffset: 41 }] }] }
    }, 9),
  ])
  const { cluster, producer } = await open(broker.address)
  const [outcome] = await producer.send([{ topic: 'orders', partition: 0, records: [record('x')] }], await topicsByName(cluster, ['orders']))
  expect(outcome).toMatchObject({ baseOffset: 41, error: null })
  expect(sent).toHaveLength(2)
  expect(sent[1]).toEqual(sent[0])
})

it('says that a batch is in doubt when time is over without an answer', async () => {
  const broker = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }], [
    on(InitProducerId, () => ({ errorCode: 0, producerId: 9, producerEpoch: 0 })),
    on(Produce, async () => new Promise<never>(() => {}), 9),
  ])
  const { cluster, producer } = await open(broker.address, 500)
  const [outcome] = await producer.send([{ topic: 'orders', partition: 0, records: [record('x')] }], await topicsByName(cluster, ['orders']))
  expect(outcome).toMatchObject({ isInDoubt: true, baseOffset: -1, error: { name: 'ConnectionFailed' } })
})

it('takes a batch that the broker has already for written, without knowing where', async () => {
  const broker = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }], [
    on(InitProducerId, () => ({ errorCode: 0, producerId: 9, producerEpoch: 0 })),
    on(Produce, () => ({ responses: [{ name: 'orders', topicId: '', partitionResponses: [{ index: 0, errorCode: 46, baseOffset: -1 }] }] }), 9),
  ])
  const { cluster, producer } = await open(broker.address)
  const [outcome] = await producer.send([{ topic: 'orders', partition: 0, records: [record('x')] }], await topicsByName(cluster, ['orders']))
  expect(outcome).toMatchObject({ error: null, baseOffset: -1 })
})

it('names a topic that is not there, and one that goes while it sends', async () => {
  const broker = await startTestBroker()
  const { cluster, producer } = await open(broker.address)
  await expect(topicsByName(cluster, ['absent'])).rejects.toThrow('There is no topic "absent".')
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  const topics = await topicsByName(cluster, ['a'])
  await deleteTopic(cluster, 'a')
  const [outcome] = await producer.send([{ topic: 'a', partition: 0, records: [record('x')] }], topics)
  expect(outcome).toMatchObject({ error: { errorName: 'UNKNOWN_TOPIC_OR_PARTITION' }, isInDoubt: false })
})
