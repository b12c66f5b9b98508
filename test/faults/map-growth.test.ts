// More than LMDB's map was made for: it grows while the broker runs, by one large batch as well as by many small writes.
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { OffsetCommit } from '../../core/protocol/messages/offset-commit.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { startTestBroker } from '../support/broker.ts'
import { type Place, readAll, write } from '../support/plain-log.ts'
import { connect } from '../support/transactions.ts'
import type { WireClient } from '../support/wire-client.ts'

/** The map of such a generation has two and a half times as many bytes. */
const SETTINGS = { 'headwater.generation.bytes': '1048576' }
const LARGE: Place = { topic: 'large', partition: 0 }

it('a batch larger than the map is stored, read and there after a restart', async () => {
  const broker = await startTestBroker(SETTINGS)
  const client = await connect(broker)
  const configs = [{ name: 'max.message.bytes', value: '20000000' }]
  await client.send(CreateTopics, 5, { topics: [{ name: LARGE.topic, numPartitions: 1, replicationFactor: 1, assignments: [], configs }], timeoutMs: 5000, validateOnly: false })
  const values = [Buffer.from('before'), randomBytes(10_000_000), Buffer.from('after')]
  for (const [offset, value] of values.entries()) expect(await write(client, LARGE, [value])).toMatchObject({ errorCode: 0, baseOffset: offset })
  expect(Buffer.concat(await readAll(client, LARGE)).equals(Buffer.concat(values))).toBe(true)
  await broker.stop()
  const next = await startTestBroker(SETTINGS, { directory: broker.directory })
  expect(Buffer.concat(await readAll(await connect(next), LARGE)).equals(Buffer.concat(values))).toBe(true)
})

it('so are more committed offsets than the map had room for', { timeout: 60_000 }, async () => {
  const [groups, connections, metadata] = [1000, 50, 'm'.repeat(4000)]
  const broker = await startTestBroker(SETTINGS)
  const client = await connect(broker)
  await client.send(CreateTopics, 5, { topics: [{ name: 'orders', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false })
  const commit = async (committer: WireClient, group: number): Promise<number> => {
    const partitions = [{ partitionIndex: 0, committedOffset: group, committedMetadata: metadata }]
    const response = await committer.send(OffsetCommit, 8, { groupId: `group ${group}`, generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, topics: [{ name: 'orders', partitions }] })
    return response.topics[0]!.partitions[0]!.errorCode
  }
  const commitShare = async (index: number): Promise<void> => {
    const committer = await connect(broker)
    for (let group = index; group < groups; group += connections) expect(await commit(committer, group)).toBe(0)
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => commitShare(index)))
  await broker.stop()
  const next = await connect(await startTestBroker(SETTINGS, { directory: broker.directory }))
  const asked = Array.from({ length: groups }, (_, group) => ({ groupId: `group ${group}`, topics: [{ name: 'orders', partitionIndexes: [0] }] }))
  const found = await next.send(OffsetFetch, 8, { groups: asked, requireStable: false })
  expect(found.groups.map(({ topics }) => topics[0]!.partitions[0]!.committedOffset)).toEqual(Array.from({ length: groups }, (_, group) => group))
})
