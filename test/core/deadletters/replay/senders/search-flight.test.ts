import { expect, it } from 'vitest'
import { createTopic } from '../../../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../../../core/client/batch-producer.ts'
import { DeleteRecords } from '../../../../../core/protocol/messages/delete-records.ts'
import type { Flight } from '../../../../../core/deadletters/replay/jobs/flight.ts'
import { searchFlight } from '../../../../../core/deadletters/replay/senders/search-flight.ts'
import { startTestBroker } from '../../../../support/broker.ts'
import { connectTo } from '../../../../support/cluster.ts'

const flight = (endOffset: number | null): Flight => ({ pass: 0, from: 0, to: 3, places: [{ topic: 'orders', partition: 0, indexes: [0, 1, 2], endOffset }], contents: {}, atMs: 0 })
const options = { replayIdOf: (index: number) => `p.${index}`, fromOffset: () => 0, signal: new AbortController().signal }

async function withRecords(ids: readonly (string | null)[]) {
  const cluster = connectTo((await startTestBroker()).address)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  const records = ids.map((id) => ({ key: null, value: null, timestamp: Date.now(), headers: id === null ? [] : [{ key: 'x-replay-id', value: Buffer.from('older') }, { key: 'x-replay-id', value: Buffer.from(id) }] }))
  if (records.length > 0) await produceBatch(cluster, await cluster.topic('orders'), { partition: 0, records })
  return cluster
}

it('finds by their last x-replay-id what arrived, and says of the rest for certain that it did not', async () => {
  const cluster = await withRecords(['p.9', null, 'p.0', 'p.2'])
  expect(await searchFlight(cluster, flight(0), options)).toEqual({
    sent: [
      { topic: 'orders', partition: 0, indexes: [0], baseOffset: 2 },
      { topic: 'orders', partition: 0, indexes: [2], baseOffset: 3 },
    ],
    unsent: [1],
    inDoubt: [],
  })
  expect((await searchFlight(cluster, flight(3), options)).sent).toHaveLength(1)
})

it('leaves in doubt what carries no stamp, and what cannot be looked for any more', async () => {
  const cluster = await withRecords(['p.0', 'p.1', 'p.2'])
  const unstamped = await searchFlight(cluster, flight(0), { ...options, replayIdOf: () => null })
  expect([unstamped.sent, unstamped.unsent, unstamped.inDoubt.map(({ index }) => index)]).toEqual([[], [], [0, 1, 2]])
  await cluster.request('controller', DeleteRecords, { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, offset: 2 }] }], timeoutMs: 1_000 })
  const gone = await searchFlight(cluster, flight(0), options)
  expect([gone.sent.flatMap(({ indexes }) => indexes), gone.unsent, gone.inDoubt[0]]).toEqual([
    [2],
    [],
    { index: 0, topic: 'orders', partition: 0, message: 'Partition 0 of "orders" begins at offset 2 now: what was sent from offset 0 on cannot be looked for.' },
  ])
})
