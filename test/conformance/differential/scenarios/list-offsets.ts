// ListOffsets, OffsetForLeaderEpoch and DeleteRecords: where logs begin, end, and stand at a time.
import { DeleteRecords } from '../../../../core/protocol/messages/delete-records.ts'
import { ListOffsets } from '../../../../core/protocol/messages/list-offsets.ts'
import { OffsetForLeaderEpoch } from '../../../../core/protocol/messages/offset-for-leader-epoch.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import { family } from '../scenario.ts'
import { batch, fetch, listOffset, produce, record, THEN_MS } from './records.ts'

export const listOffsets = family('list-offsets', {
  'list offsets in every version': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    for (let version = 1; version <= 11; version++) {
      for (const timestamp of [-1, -2, -3, -4, -5, -6, -7, THEN_MS + 500]) {
        const mine = await on.connect()
        await listOffset(mine, on.named(), timestamp, { version, note: timestamp < 0 ? String(timestamp) : 'a time' }).catch(() => {})
        mine.close()
      }
    }
  },

  'list offsets by time': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const codec of [0, 1, 4] as Codec[]) await produce(client, on.named(), batch(5, { codec }), { isUnrecorded: true })
    await produce(client, on.named(), record('later', null, THEN_MS + 60_000), { isUnrecorded: true })
    await produce(client, on.named(), record('earlier', null, THEN_MS - 60_000), { isUnrecorded: true })
    for (const seconds of [-100, -60, -1, 0, 1.5, 4, 5, 60, 61]) await listOffset(client, on.named(), THEN_MS + seconds * 1_000, { note: `${seconds} s` })
    for (const version of [1, 10]) await listOffset(client, on.named(), 0, { version, note: 'since ever' })
    await listOffset(client, on.named(), -3, { note: 'of the latest time' })
  },

  'list offsets of an empty partition': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const timestamp of [-1, -2, -3, -4, -5, 0, THEN_MS]) await listOffset(client, on.named(), timestamp, { version: 9, note: String(timestamp) })
    for (const isolationLevel of [0, 1]) await listOffset(client, on.named(), -1, { isolationLevel, note: `isolation level ${isolationLevel}` })
  },

  'list offsets of what is not there': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [1, 4, 9]) {
      await listOffset(client, on.named('stranger'), -1, { version, note: 'an unknown topic' })
      await listOffset(client, on.named(), -1, { version, partition: 3, note: 'an unknown partition' })
    }
    await listOffset(client, 'a b', -1, { note: 'an illegal name' })
    for (const currentLeaderEpoch of [0, 1, -2]) await listOffset(client, on.named(), -1, { currentLeaderEpoch, note: `leader epoch ${currentLeaderEpoch}` })
    await client.send(ListOffsets, 7, { replicaId: -1, topics: [] }, { note: 'nothing' })
    const twice = { partitionIndex: 0, timestamp: -1 }
    await client.send(ListOffsets, 7, { replicaId: -1, topics: [{ name: on.named(), partitions: [twice, twice] }] }, { note: 'one partition twice' })
    await client.send(ListOffsets, 7, { replicaId: 5, topics: [{ name: on.named(), partitions: [twice] }] }, { note: 'as a replica' })
  },

  'offset for leader epoch': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    const ask = async (note: string, version: number, leaderEpoch: number, currentLeaderEpoch = -1, topic = on.named(), partition = 0, replicaId = -1): Promise<unknown> =>
      client.send(OffsetForLeaderEpoch, version, { replicaId, topics: [{ topic, partitions: [{ partition, currentLeaderEpoch, leaderEpoch }] }] }, { note })
    for (const version of [2, 3, 4]) for (const epoch of [0, 1, -1]) await ask(`epoch ${epoch}`, version, epoch)
    await ask('a current epoch that is too new', 4, 0, 3)
    await ask('an unknown topic', 4, 0, -1, on.named('stranger'))
    await ask('an unknown partition', 4, 0, -1, on.named(), 4)
    await ask('as a debugger', 4, 0, -1, on.named(), 0, -2)
    await client.createTopic(on.named('empty'))
    await ask('of an empty log', 4, 0, -1, on.named('empty'))
  },

  'delete records': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    for (let i = 0; i < 3; i++) await produce(client, on.named(), batch(4), { isUnrecorded: true })
    const cut = async (note: string, offset: number, { version = 2, topic = on.named(), partitionIndex = 0 } = {}): Promise<unknown> =>
      client.send(DeleteRecords, version, { topics: [{ name: topic, partitions: [{ partitionIndex, offset }] }], timeoutMs: 5_000 }, { note })
    await cut('before 0', 0)
    await cut('before 2, inside a batch', 2, { version: 0 })
    await fetch(client, on.named(), 2, { note: 'from the new start' })
    await fetch(client, on.named(), 1, { note: 'before the new start' })
    for (const timestamp of [-2, -4, THEN_MS]) await listOffset(client, on.named(), timestamp, { version: 8, note: timestamp < 0 ? String(timestamp) : 'a time' })
    await cut('before 1, which is gone', 1)
    await cut('beyond the end', 13)
    await cut('minus two', -2)
    await cut('before 6', 6, { version: 1 })
    await produce(client, on.named(), record('x'), { note: 'the start is told', version: 5 })
    await cut('before the end', -1)
    await listOffset(client, on.named(), -2, { note: 'all is gone' })
    await listOffset(client, on.named(), -3, { note: 'all is gone, of the latest time' })
    await cut('an unknown topic', 0, { topic: on.named('stranger') })
    await cut('an unknown partition', 0, { partitionIndex: 9 })
    await cut('an empty partition', -1, { partitionIndex: 1 })
    await client.createTopic(on.named('compacted'), 1, { 'cleanup.policy': 'compact' })
    await produce(client, on.named('compacted'), batch(2), { isUnrecorded: true })
    await cut('of a compacted topic', 1, { topic: on.named('compacted') })
    await client.createTopic(on.named('both'), 1, { 'cleanup.policy': 'compact,delete' })
    await produce(client, on.named('both'), batch(2), { isUnrecorded: true })
    await cut('of a topic that is compacted and deleted', 1, { topic: on.named('both') })
    await cut('of an internal topic', 0, { topic: '__consumer_offsets' })
    await client.send(DeleteRecords, 2, { topics: [], timeoutMs: 5_000 }, { note: 'nothing' })
  },
})
