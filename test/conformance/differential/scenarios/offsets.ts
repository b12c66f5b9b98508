// Committed offsets: written, read, refused, deleted.
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { OffsetCommit } from '../../../../core/protocol/messages/offset-commit.ts'
import { OffsetDelete } from '../../../../core/protocol/messages/offset-delete.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { subscription } from './subscription.ts'

const STRANGER = 'c3RyYW5nZXJzdHJhbmdlcg'

type CommitOptions = Partial<RequestInputOf<typeof OffsetCommit>> & { version?: number; note?: string; isUnrecorded?: boolean; partitionIndex?: number; committedMetadata?: string | null; committedLeaderEpoch?: number; topicId?: string }

async function commit(client: Connection, groupId: string, topic: string, committedOffset: number, options: CommitOptions = {}) {
  const { version = 7, note, isUnrecorded, partitionIndex = 0, committedMetadata = '', committedLeaderEpoch = -1, topicId, ...further } = options
  const topics = [{ name: topic, ...(topicId === undefined ? {} : { topicId }), partitions: [{ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }] }]
  return client.send(OffsetCommit, version, { groupId, memberId: '', topics, ...further }, { note, isUnrecorded })
}

/** Of one group, in the form that the version has; null asks for all. */
async function fetchOffsets(client: Connection, groupId: string, version: number, names: Record<string, number[]> | null, note?: string, further: { memberId?: string; memberEpoch?: number; topicIds?: Record<string, string> } = {}) {
  const topics = names === null ? null : Object.entries(names).map(([name, partitionIndexes]) => ({ name, topicId: further.topicIds?.[name] ?? 'AAAAAAAAAAAAAAAAAAAAAA', partitionIndexes }))
  const { memberId = null, memberEpoch = -1 } = further
  return client.send(OffsetFetch, version, { groupId, topics, groups: [{ groupId, memberId, memberEpoch, topics }] }, { note })
}

async function member(client: Connection, groupId: string, metadata: Buffer = Buffer.alloc(0)): Promise<{ memberId: string; generationIdOrMemberEpoch: number }> {
  const joined = await client.send(JoinGroup, 3, { groupId, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata }] }, { isUnrecorded: true })
  return { memberId: joined.memberId, generationIdOrMemberEpoch: joined.generationId }
}

const assigned = async (client: Connection, groupId: string, { memberId, generationIdOrMemberEpoch }: Awaited<ReturnType<typeof member>>): Promise<unknown> =>
  client.send(SyncGroup, 3, { groupId, generationId: generationIdOrMemberEpoch, memberId, assignments: [{ memberId, assignment: Buffer.from('all') }] }, { isUnrecorded: true })

export const offsets = family('offsets', {
  'commit and fetch in every version': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named(), 2)
    for (let version = 2; version <= 10; version++) {
      await commit(client, on.named(`v${version}`), on.named(), version * 10, { version, topicId, committedMetadata: `by version ${version}`, committedLeaderEpoch: 3 })
    }
    const names = { [on.named()]: [0, 1] }
    for (let version = 1; version <= 10; version++) await fetchOffsets(client, on.named('v9'), version, names, 'two partitions', { topicIds: { [on.named()]: topicId } })
    for (let version = 2; version <= 10; version++) await fetchOffsets(client, on.named('v9'), version, null, 'all')
  },

  'fetch what was not committed': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    for (const version of [1, 5, 7, 8, 9]) await fetchOffsets(client, on.named('stranger'), version, { [on.named()]: [0] }, 'an unknown group')
    for (const version of [2, 7, 9]) await fetchOffsets(client, on.named('stranger'), version, null, 'all of an unknown group')
    await commit(client, on.named(), on.named(), 5, { isUnrecorded: true })
    for (const version of [1, 7, 9]) await fetchOffsets(client, on.named(), version, { [on.named('stranger')]: [0], [on.named()]: [0, 9] }, 'unknown topic and partition')
    await fetchOffsets(client, on.named(), 10, { a: [0] }, 'an unknown id', { topicIds: { a: STRANGER } })
    await fetchOffsets(client, on.named(), 10, { b: [0] }, 'no id')
    await fetchOffsets(client, on.named(), 10, { c: [0, 9] }, 'an unknown partition, by id', { topicIds: { c: topicId } })
    for (const version of [1, 7, 9]) await fetchOffsets(client, on.named(), version, {}, 'nothing')
    for (const version of [1, 7, 9]) await fetchOffsets(client, '', version, { [on.named()]: [0] }, 'an empty group')
    await client.send(OffsetFetch, 9, { groups: [on.named(), on.named('stranger')].map((groupId) => ({ groupId, topics: null })) }, { note: 'two groups' })
    await client.send(OffsetFetch, 9, { groups: [] }, { note: 'no group' })
    await fetchOffsets(client, on.named(), 9, { [on.named()]: [0] }, 'as a member that is none', { memberId: 'nobody', memberEpoch: 4 })
    await fetchOffsets(client, on.named('stranger'), 9, { [on.named()]: [0] }, 'as a member of an unknown group', { memberId: 'nobody', memberEpoch: 4 })
  },

  'commit what is not right': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    for (const version of [2, 7, 9]) await commit(client, on.named(), on.named('stranger'), 1, { version, note: 'an unknown topic' })
    await commit(client, on.named(), '', 1, { version: 10, topicId: STRANGER, note: 'an unknown topic id' })
    await commit(client, on.named(), '', 1, { version: 10, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', note: 'no topic id' })
    await commit(client, on.named(), on.named(), 1, { version: 10, topicId, partitionIndex: 4, note: 'an unknown partition' })
    for (const partitionIndex of [1, -1]) await commit(client, on.named(), on.named(), 1, { partitionIndex, note: `partition ${partitionIndex}` })
    for (const offset of [-1, -5, 9_000_000_000]) await commit(client, on.named(), on.named(), offset, { note: `offset ${offset}` })
    await fetchOffsets(client, on.named(), 7, null, 'what was taken')
    await commit(client, on.named(), on.named(), 1, { committedMetadata: 'x'.repeat(4_096), note: 'as much metadata as there may be' })
    await commit(client, on.named(), on.named(), 2, { committedMetadata: 'x'.repeat(4_097), note: 'more metadata' })
    await commit(client, on.named(), on.named(), 2, { committedMetadata: 'ä'.repeat(4_000), note: 'more metadata in bytes, not in characters' })
    await fetchOffsets(client, on.named(), 7, null, 'what was taken')
    await commit(client, on.named(), on.named(), 3, { committedMetadata: null, note: 'no metadata' })
    await fetchOffsets(client, on.named(), 7, null, 'what became of no metadata')
    await commit(client, '', on.named(), 1, { note: 'an empty group' })
    await commit(client, '', on.named(), 1, { version: 9, note: 'an empty group' })
    await client.send(OffsetCommit, 7, { groupId: on.named(), memberId: '', topics: [] }, { note: 'nothing' })
    await client.send(OffsetCommit, 7, { groupId: on.named(), memberId: '', topics: [{ name: on.named(), partitions: [] }] }, { note: 'no partitions' })
    const partitions = [{ partitionIndex: 0, committedOffset: 8, committedMetadata: '' }, { partitionIndex: 9, committedOffset: 8, committedMetadata: '' }]
    await client.send(OffsetCommit, 7, { groupId: on.named(), memberId: '', topics: [{ name: on.named('stranger'), partitions }, { name: on.named(), partitions }] }, { note: 'good and bad' })
    await commit(client, on.named(), on.named(), 9, { version: 3, retentionTimeMs: 1, note: 'with a retention time' })
  },

  'commit as somebody else': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [2, 8, 9]) {
      await commit(client, on.named(`new-${version}`), on.named(), 1, { version, generationIdOrMemberEpoch: 3, memberId: 'nobody', note: 'as a member of an unknown group' })
      await commit(client, on.named(`new-${version}`), on.named(), 1, { version, generationIdOrMemberEpoch: -1, memberId: 'nobody', note: 'as a member without a generation of an unknown group' })
    }
    const group = on.named()
    const joined = await member(client, group)
    for (const version of [2, 8, 9]) await commit(client, group, on.named(), 1, { version, ...joined, note: 'before assignments' })
    await assigned(client, group, joined)
    for (const version of [2, 7, 8, 9]) {
      await commit(client, group, on.named(), 1, { version, ...joined, note: 'as a member' })
      await commit(client, group, on.named(), 2, { version, ...joined, generationIdOrMemberEpoch: 9, note: 'in a wrong generation' })
      await commit(client, group, on.named(), 3, { version, ...joined, memberId: 'nobody', note: 'as an unknown member' })
      await commit(client, group, on.named(), 4, { version, note: 'as nobody' })
      await commit(client, group, on.named(), 5, { version, ...joined, generationIdOrMemberEpoch: -1, note: 'without a generation' })
    }
    await commit(client, group, on.named(), 6, { ...joined, groupInstanceId: 'stranger', note: 'as an unknown instance' })
    await fetchOffsets(client, group, 7, null, 'what was taken')
    await fetchOffsets(client, group, 9, null, 'as the member', { memberId: joined.memberId, memberEpoch: joined.generationIdOrMemberEpoch })
    await fetchOffsets(client, group, 9, null, 'as an unknown member', { memberId: 'nobody', memberEpoch: 1 })
  },

  'a group of offsets alone': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await commit(client, on.named(), on.named(), 1)
    for (const version of [0, 5, 6]) await client.send(DescribeGroups, version, { groups: [on.named()] })
    const joined = await member(client, on.named())
    await assigned(client, on.named(), joined)
    await fetchOffsets(client, on.named(), 7, null, 'once somebody has joined')
  },

  'offsets of a topic that is deleted': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    await client.createTopic(on.named('kept'))
    for (const topic of [on.named(), on.named('kept')]) await commit(client, on.named(), topic, 7, { isUnrecorded: true })
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [on.named()], timeoutMs: 5_000 }, { isUnrecorded: true })
    await client.until(OffsetFetch, 7, { groupId: on.named(), topics: null, groups: [] }, ({ topics }) => topics.length === 1, { note: 'once it is gone' })
    await fetchOffsets(client, on.named(), 10, { gone: [0] }, 'by its id', { topicIds: { gone: topicId } })
  },

  'delete offsets': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const group = on.named()
    const remove = async (note: string, groupId = group, names: Record<string, number[]> = { [on.named()]: [0] }): Promise<unknown> =>
      client.send(OffsetDelete, 0, { groupId, topics: Object.entries(names).map(([name, partitions]) => ({ name, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) })) }, { note })
    await remove('of an unknown group', on.named('stranger'))
    await remove('of an empty group', '')
    await remove('of an unknown group, and an unknown topic', on.named('stranger'), { [on.named('stranger')]: [0] })
    await remove('of an unknown group, and an unknown partition', on.named('stranger'), { [on.named()]: [9] })
    await remove('of an unknown group, and nothing', on.named('stranger'), {})
    await remove('of an empty group, and nothing', '', {})
    await commit(client, group, on.named(), 1, { isUnrecorded: true })
    await commit(client, group, on.named(), 2, { partitionIndex: 1, isUnrecorded: true })
    await remove('of one partition')
    await fetchOffsets(client, group, 7, null, 'what is left')
    await remove('of strangers', group, { [on.named('stranger')]: [0], [on.named()]: [0, 7] })
    await remove('of nothing', group, {})
    const joined = await member(client, group, subscription(on.named()))
    await assigned(client, group, joined)
    await remove('while it is subscribed', group, { [on.named()]: [1] })
    await client.createTopic(on.named('other'))
    await commit(client, group, on.named('other'), 3, { ...joined, isUnrecorded: true })
    await remove('of another topic than is subscribed', group, { [on.named('other')]: [0], [on.named()]: [1] })
    await fetchOffsets(client, group, 7, null, 'what is left')
    const opaque = await member(client, on.named('opaque'))
    await assigned(client, on.named('opaque'), opaque)
    await commit(client, on.named('opaque'), on.named(), 3, { ...opaque, isUnrecorded: true })
    await remove('where nobody knows what is subscribed', on.named('opaque'))
  },

  'require stable offsets where nothing is pending': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await commit(client, on.named(), on.named(), 1, { isUnrecorded: true })
    await client.send(OffsetFetch, 7, { groupId: on.named(), topics: null, groups: [], requireStable: true })
    await client.send(OffsetFetch, 9, { groups: [{ groupId: on.named(), topics: null }], requireStable: true })
  },
})
