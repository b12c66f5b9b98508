// Producers that number their batches, without transactions.
import { DescribeProducers } from '../../../../core/protocol/messages/describe-producers.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { batch, fetch, listOffset, produce } from './records.ts'

async function newProducer(client: Connection): Promise<number> {
  const { producerId } = await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
  return producerId
}

async function numbered(client: Connection, topic: string, note: string, producerId: number, producerEpoch: number, baseSequence: number, count = 1, version = 9): Promise<unknown> {
  return produce(client, topic, batch(count, { producerId, producerEpoch, baseSequence }), { note, version })
}

export const idempotence = family('idempotence', {
  'producer ids without a transactional id': async (on) => {
    const client = await on.connect()
    for (let version = 0; version <= 5; version++) await client.send(InitProducerId, version, { transactionalId: null, transactionTimeoutMs: 60_000 })
    for (const transactionTimeoutMs of [0, -1, 2_147_483_647]) await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs }, { note: `timeout ${transactionTimeoutMs}` })
    await client.send(InitProducerId, 4, { transactionalId: '', transactionTimeoutMs: 60_000 }, { note: 'an empty transactional id' })
    const { producerId } = await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000 }, { note: 'one more' })
    await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000, producerId, producerEpoch: 0 }, { note: 'with the id that it has' })
    await client.send(InitProducerId, 3, { transactionalId: null, transactionTimeoutMs: 60_000, producerId, producerEpoch: -1 }, { note: 'with an id and no epoch' })
    await client.send(InitProducerId, 3, { transactionalId: null, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: 3 }, { note: 'with an epoch and no id' })
  },

  'sequences in order, repeated, and with gaps': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await newProducer(client)
    await numbered(client, on.named(), 'the first', producer, 0, 0, 3)
    await numbered(client, on.named(), 'the second', producer, 0, 3, 2)
    await numbered(client, on.named(), 'the second again', producer, 0, 3, 2)
    await numbered(client, on.named(), 'the first again', producer, 0, 0, 3)
    await numbered(client, on.named(), 'with a gap', producer, 0, 7)
    await numbered(client, on.named(), 'half of the second', producer, 0, 4)
    await numbered(client, on.named(), 'the second, longer', producer, 0, 3, 3)
    await numbered(client, on.named(), 'the next', producer, 0, 5)
    for (let i = 6; i < 12; i++) await numbered(client, on.named(), `number ${i}`, producer, 0, i)
    await numbered(client, on.named(), 'a repeat beyond what is remembered', producer, 0, 5)
    await numbered(client, on.named(), 'the oldest that is remembered', producer, 0, 7)
    await listOffset(client, on.named(), -1)
  },

  'epochs of a producer': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await newProducer(client)
    await numbered(client, on.named(), 'epoch 0', producer, 0, 0)
    await numbered(client, on.named(), 'epoch 1, not from 0', producer, 1, 1)
    await numbered(client, on.named(), 'epoch 1', producer, 1, 0)
    for (const version of [3, 9, 12]) await numbered(client, on.named(), 'epoch 0 again', producer, 0, 1, 1, version)
    await numbered(client, on.named(), 'a repeat of epoch 0', producer, 0, 0)
    await numbered(client, on.named(), 'epoch 3', producer, 3, 0)
    await numbered(client, on.named(), 'epoch -1', producer, -1, 0)
    await fetch(client, on.named(), 0)
  },

  'a producer that the partition does not know': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 3)
    const producer = await newProducer(client)
    await numbered(client, on.named(), 'a sequence in the middle', producer, 0, 100)
    await numbered(client, on.named(), 'the next', producer, 0, 101)
    await numbered(client, on.named(), 'a gap', producer, 0, 103)
    const stranger = producer + 1_000_000
    await produce(client, on.named(), batch(1, { producerId: stranger, producerEpoch: 5, baseSequence: 7 }), { partition: 1, note: 'an id that nobody gave out' })
  },

  'sequences that wrap': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const producer = await newProducer(client)
    await numbered(client, on.named(), 'up to the last', producer, 0, 2_147_483_646, 2)
    await numbered(client, on.named(), 'from zero', producer, 0, 0, 2)
    await numbered(client, on.named(), 'the wrapped one again', producer, 0, 0, 2)
    await numbered(client, on.named(), 'the next', producer, 0, 2)
    const second = await newProducer(client)
    await numbered(client, on.named(), 'of another, over the edge', second, 0, 2_147_483_646, 4)
    await numbered(client, on.named(), 'behind the edge', second, 0, 2)
    await fetch(client, on.named(), 0)
  },

  'describe producers': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const producer = await newProducer(client)
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    const ask = async (note: string, topics: { name: string; partitionIndexes: number[] }[]): Promise<unknown> => client.send(DescribeProducers, 0, { topics }, { note })
    await ask('none', [{ name: on.named(), partitionIndexes: [0] }])
    await produce(client, on.named(), batch(3, { producerId: producer, producerEpoch: 0, baseSequence: 0 }), { isUnrecorded: true })
    await produce(client, on.named(), batch(2, { producerId: producer, producerEpoch: 1, baseSequence: 0 }), { isUnrecorded: true })
    await ask('one', [{ name: on.named(), partitionIndexes: [0, 1] }])
    await ask('of what is not there', [{ name: on.named('stranger'), partitionIndexes: [0] }, { name: on.named(), partitionIndexes: [7] }, { name: 'a b', partitionIndexes: [0] }])
    await ask('nothing', [])
  },
})
