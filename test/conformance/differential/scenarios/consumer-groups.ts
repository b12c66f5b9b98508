// Consumer groups as KIP-848 has them: the broker assigns, members follow by heartbeats.
import { setTimeout as pause } from 'node:timers/promises'
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ConsumerGroupDescribe } from '../../../../core/protocol/messages/consumer-group-describe.ts'
import { ConsumerGroupHeartbeat } from '../../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { DeleteGroups } from '../../../../core/protocol/messages/delete-groups.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { Heartbeat } from '../../../../core/protocol/messages/heartbeat.ts'
import { IncrementalAlterConfigs } from '../../../../core/protocol/messages/incremental-alter-configs.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { LeaveGroup } from '../../../../core/protocol/messages/leave-group.ts'
import { ListGroups } from '../../../../core/protocol/messages/list-groups.ts'
import { OffsetCommit } from '../../../../core/protocol/messages/offset-commit.ts'
import { OffsetDelete } from '../../../../core/protocol/messages/offset-delete.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import type { Connection, ScenarioRun } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { subscription } from './subscription.ts'

type Request = RequestInputOf<typeof ConsumerGroupHeartbeat>
type Answer = DecodedResponseOf<typeof ConsumerGroupHeartbeat>
type Owned = { topicId: string; partitions: number[] }[]

interface BeatOptions extends Partial<Request> {
  readonly version?: number
  readonly note?: string
  readonly isUnrecorded?: boolean
}

const REBALANCE_MS = 10_000

async function beat(client: Connection, groupId: string, memberId: string, memberEpoch: number, { version = 1, note, isUnrecorded, ...further }: BeatOptions = {}): Promise<Answer> {
  return client.send(ConsumerGroupHeartbeat, version, { groupId, memberId, memberEpoch, ...further }, { note: note === undefined ? `${memberId}, epoch ${memberEpoch}` : `${memberId}, ${note}`, isUnrecorded })
}

const join = async (client: Connection, groupId: string, memberId: string, topics: string[], further: BeatOptions = {}): Promise<Answer> =>
  beat(client, groupId, memberId, 0, { rebalanceTimeoutMs: REBALANCE_MS, subscribedTopicNames: topics, topicPartitions: [], note: 'joins', ...further })

/** Beats until the assignment is as it has to become; recorded is only the answer that brought it. */
async function converge(client: Connection, groupId: string, memberId: string, state: { epoch: number; owned: Owned }, partitions: number, note: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; performance.now() < deadline;) {
    const answer = await beat(client, groupId, memberId, state.epoch, { topicPartitions: state.owned, isUnrecorded: true })
    if (answer.errorCode !== 0) throw new Error(`${memberId} got error ${answer.errorCode}`)
    state.epoch = answer.memberEpoch
    if (answer.assignment !== null) state.owned = answer.assignment.topicPartitions
    if (state.owned.reduce((sum, one) => sum + one.partitions.length, 0) === partitions) break
    await pause(50)
  }
  await beat(client, groupId, memberId, state.epoch, { topicPartitions: state.owned, note })
}

/** A topic that the coordinator, too, has heard of: Kafka tells it last. */
async function knownTopic(on: ScenarioRun, client: Connection, name: string, partitions = 1): Promise<string> {
  const topicId = await client.createTopic(name, partitions)
  await on.heard(200)
  return topicId
}

const describe = async (client: Connection, groupIds: string[], note: string, version = 1): Promise<unknown> => client.send(ConsumerGroupDescribe, version, { groupIds, includeAuthorizedOperations: false }, { note })

/** What a leader hands out in the classic protocol: the first `count` partitions of one topic. */
function assignmentOf(topic: string, count: number): Buffer {
  const bytes = Buffer.alloc(16 + topic.length + count * 4)
  bytes.writeInt32BE(1, 2)
  bytes.writeInt16BE(topic.length, 6)
  bytes.write(topic, 8)
  bytes.writeInt32BE(count, 8 + topic.length)
  for (let i = 0; i < count; i++) bytes.writeInt32BE(i, 12 + topic.length + i * 4)
  bytes.writeInt32BE(-1, 12 + topic.length + count * 4)
  return bytes
}

export const consumerGroups = family('consumer-groups', {
  'one member joins, lives and leaves': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named(), 3)
    for (const version of [0, 1]) {
      const group = on.named(`v${version}`)
      const joined = await join(client, group, `member-${version}`, [on.named()], { version })
      const owned = joined.assignment?.topicPartitions ?? []
      await beat(client, group, `member-${version}`, joined.memberEpoch, { version })
      await beat(client, group, `member-${version}`, joined.memberEpoch, { version, topicPartitions: owned, note: 'owns what it got' })
      await beat(client, group, `member-${version}`, joined.memberEpoch, { version, topicPartitions: owned, subscribedTopicNames: [on.named()], rebalanceTimeoutMs: REBALANCE_MS, note: 'tells all again' })
      for (const describing of [0, 1]) await describe(client, [group], 'stable', describing)
      await beat(client, group, `member-${version}`, -1, { version })
      await beat(client, group, `member-${version}`, joined.memberEpoch, { version, note: 'after it left' })
      await describe(client, [group], 'left')
    }
    await client.send(ConsumerGroupHeartbeat, 0, { groupId: on.named('named'), memberId: '', memberEpoch: 0, rebalanceTimeoutMs: REBALANCE_MS, subscribedTopicNames: [on.named()], topicPartitions: [] }, { note: 'without an id, which it then gets' })
  },

  'heartbeats that are not right': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named())
    const group = on.named()
    const full: BeatOptions = { rebalanceTimeoutMs: REBALANCE_MS, subscribedTopicNames: [on.named()], topicPartitions: [] }
    await beat(client, '', 'm', 0, { ...full, note: 'an empty group' })
    await beat(client, group, '', 0, { ...full, note: 'no id' })
    await beat(client, group, 'm', 0, { ...full, rebalanceTimeoutMs: -1, note: 'no rebalance timeout' })
    await beat(client, group, 'm', 0, { ...full, rebalanceTimeoutMs: 0, note: 'a rebalance timeout of 0' })
    await beat(client, group, 'm', 0, { ...full, subscribedTopicNames: null, note: 'no topics' })
    await beat(client, group, 'm', 0, { ...full, topicPartitions: null, note: 'no partitions' })
    await beat(client, group, 'm', 0, { ...full, topicPartitions: [{ topicId: 'c3RyYW5nZXJzdHJhbmdlcg', partitions: [0] }], note: 'partitions of its own' })
    await beat(client, group, 'm', 0, { ...full, instanceId: '', note: 'an empty instance' })
    await beat(client, group, 'm', 0, { ...full, rackId: '', note: 'an empty rack' })
    await beat(client, group, 'm', 0, { ...full, serverAssignor: 'nonsense', note: 'an unknown assignor' })
    await beat(client, group, 'm', 0, { ...full, serverAssignor: '', note: 'an empty assignor' })
    await beat(client, group, 'm', 0, { ...full, subscribedTopicNames: null, subscribedTopicRegex: '(', note: 'a broken expression' })
    await beat(client, group, 'm', 0, { ...full, subscribedTopicNames: null, subscribedTopicRegex: '(?=a)b', note: 'an expression that RE2 does not have' })
    await beat(client, group, 'm', 0, { ...full, subscribedTopicNames: ['a b'], note: 'an illegal topic name' })
    for (const epoch of [-3, -2, -1, 1]) await beat(client, on.named('new'), 'm', epoch, full)
    await beat(client, on.named('new'), 'm', -2, { ...full, instanceId: 'i', note: 'leaves for a while, unknown' })
    await beat(client, group, 'm', 0, { ...full, subscribedTopicNames: [], note: 'an empty list of topics' })
    await beat(client, group, 'other', 5, { note: 'an unknown member' })
    await describe(client, [group, on.named('new'), on.named('stranger'), ''], 'what came of it')
  },

  'epochs that are not right': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named(), 2)
    const group = on.named()
    const joined = await join(client, group, 'm', [on.named()])
    await beat(client, group, 'm', joined.memberEpoch + 1, { note: 'an epoch from the future' })
    const owned = joined.assignment?.topicPartitions ?? []
    await beat(client, group, 'm', joined.memberEpoch, { topicPartitions: owned, isUnrecorded: true })
    await knownTopic(on, client, on.named('more'), 1)
    const moved = await beat(client, group, 'm', joined.memberEpoch, { subscribedTopicNames: [on.named(), on.named('more')], note: 'wants more' })
    await beat(client, group, 'm', joined.memberEpoch, { topicPartitions: owned, note: 'did not hear the answer' })
    await beat(client, group, 'm', moved.memberEpoch, { topicPartitions: moved.assignment?.topicPartitions ?? owned, note: 'heard it' })
    await beat(client, group, 'm', joined.memberEpoch - 1, { topicPartitions: owned, note: 'an old epoch' })
    await join(client, group, 'm', [on.named()], { note: 'joins again under its id' })
  },

  'two members share': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    await knownTopic(on, a, on.named(), 4)
    const group = on.named()
    const first = await join(a, group, 'a', [on.named()])
    const one = { epoch: first.memberEpoch, owned: first.assignment!.topicPartitions }
    await beat(a, group, 'a', one.epoch, { topicPartitions: one.owned, note: 'owns all' })
    const second = await join(b, group, 'b', [on.named()])
    const two: { epoch: number; owned: Owned } = { epoch: second.memberEpoch, owned: second.assignment?.topicPartitions ?? [] }
    await describe(b, [group], 'while a holds all')
    const revoking = await beat(a, group, 'a', one.epoch, { topicPartitions: one.owned, note: 'has to give some away' })
    await describe(b, [group], 'while a gives some away')
    await beat(b, group, 'b', two.epoch, { topicPartitions: two.owned, note: 'has to wait' })
    one.owned = revoking.assignment?.topicPartitions ?? one.owned
    one.epoch = revoking.memberEpoch
    await converge(a, group, 'a', one, 2, 'has given them away')
    await converge(b, group, 'b', two, 2, 'has got them')
    await converge(a, group, 'a', one, 2, 'goes on')
    await describe(b, [group], 'stable')
    await beat(b, group, 'b', -1)
    await converge(a, group, 'a', one, 4, 'has all again')
  },

  'static members of a consumer group': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    await knownTopic(on, a, on.named(), 2)
    const group = on.named()
    const first = await join(a, group, 'first', [on.named()], { instanceId: 'i' })
    await join(b, group, 'second', [on.named()], { instanceId: 'i', note: 'joins while the first lives' })
    await beat(a, group, 'first', first.memberEpoch, { instanceId: 'i', topicPartitions: first.assignment?.topicPartitions ?? [] })
    await beat(a, group, 'first', -2, { instanceId: 'i', note: 'leaves for a while' })
    await describe(a, [group], 'while it is away')
    const second = await join(b, group, 'second', [on.named()], { instanceId: 'i', note: 'comes in its place' })
    await beat(a, group, 'first', first.memberEpoch, { instanceId: 'i', note: 'is fenced' })
    await beat(b, group, 'second', second.memberEpoch, { instanceId: 'other', note: 'with another instance' })
    await beat(b, group, 'second', -1, { instanceId: 'i', note: 'leaves for good' })
    await describe(b, [group], 'in the end')
  },

  'assignors': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named('x'), 3)
    await knownTopic(on, client, on.named('y'), 3)
    for (const serverAssignor of ['range', 'uniform']) {
      const group = on.named(serverAssignor)
      await join(client, group, 'a', [on.named('x'), on.named('y')], { serverAssignor })
      await join(client, group, 'b', [on.named('x'), on.named('y')], { serverAssignor, isUnrecorded: true })
      await client.send(ConsumerGroupDescribe, 1, { groupIds: [group], includeAuthorizedOperations: false }, {
        note: `${serverAssignor}, which assignor and how many each`,
        only: (answer) => ({ ...answer, groups: answer.groups.map((one) => ({ ...one, members: [] })) }),
      })
    }
  },

  'subscribed by expression': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named('x1'), 1)
    await knownTopic(on, client, on.named('y1'), 1)
    const group = on.named()
    const joined = await client.send(ConsumerGroupHeartbeat, 1, { groupId: group, memberId: 'm', memberEpoch: 0, rebalanceTimeoutMs: REBALANCE_MS, subscribedTopicRegex: `${on.named()}-x.*`, topicPartitions: [] }, { isUnrecorded: true })
    const state = { epoch: joined.memberEpoch, owned: joined.assignment?.topicPartitions ?? [] }
    await converge(client, group, 'm', state, 1, 'has one')
    await describe(client, [group], 'by expression', 1)
    await describe(client, [group], 'by expression', 0)
    await client.send(ConsumerGroupHeartbeat, 1, { groupId: group, memberId: 'm', memberEpoch: state.epoch, subscribedTopicRegex: 'nothing-is-called-so', topicPartitions: state.owned }, { note: 'wants something else', only: (answer) => ({ ...answer, memberEpoch: 0 }) })
  },

  'topics that come, grow and are unknown': async (on) => {
    const client = await on.connect()
    const group = on.named()
    const joined = await join(client, group, 'm', [on.named('later')])
    await knownTopic(on, client, on.named('later'), 2)
    const state: { epoch: number; owned: Owned } = { epoch: joined.memberEpoch, owned: [] }
    await converge(client, group, 'm', state, 2, 'has what came')
    await describe(client, [group], 'afterwards')
  },

  'a member of a consumer group falls silent': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named())
    await client.send(IncrementalAlterConfigs, 1, { resources: [{ resourceType: 32, resourceName: on.named(), configs: [{ name: 'consumer.session.timeout.ms', configOperation: 0, value: '1000' }] }], validateOnly: false }, { note: 'a short session' })
    await join(client, on.named(), 'm', [on.named()])
    await client.until(ConsumerGroupDescribe, 1, { groupIds: [on.named()], includeAuthorizedOperations: false }, ({ groups }) => groups[0]!.groupState === 'Empty', { note: 'its session is over' })
    await beat(client, on.named(), 'm', 1, { note: 'is too late' })
  },

  'a consumer group that is full': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named(), 4)
    for (const id of ['a', 'b', 'c', 'd']) await join(client, on.named(), id, [on.named()], { isUnrecorded: true })
    await join(client, on.named(), 'e', [on.named()], { note: 'is one too many' })
  },

  'offsets of a consumer group': async (on) => {
    const client = await on.connect()
    const topicId = await knownTopic(on, client, on.named(), 2)
    const group = on.named()
    const { memberEpoch } = await join(client, group, 'm', [on.named()])
    const commit = async (note: string, version: number, further: Partial<RequestInputOf<typeof OffsetCommit>>, committedOffset = 3): Promise<unknown> =>
      client.send(OffsetCommit, version, { groupId: group, memberId: 'm', generationIdOrMemberEpoch: memberEpoch, topics: [{ name: on.named(), topicId, partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: '' }] }], ...further }, { note })
    for (const version of [8, 9, 10]) {
      await commit('as the member', version, {})
      await commit('from the future', version, { generationIdOrMemberEpoch: memberEpoch + 1 })
      await commit('from the past', version, { generationIdOrMemberEpoch: memberEpoch - 1 })
      await commit('as an unknown member', version, { memberId: 'nobody' })
      await commit('as nobody', version, { memberId: '', generationIdOrMemberEpoch: -1 })
    }
    const read = async (note: string, memberId: string | null, epoch: number): Promise<unknown> =>
      client.send(OffsetFetch, 9, { groups: [{ groupId: group, memberId, memberEpoch: epoch, topics: [{ name: on.named(), partitionIndexes: [0, 1] }] }] }, { note })
    await read('as the member', 'm', memberEpoch)
    await read('from the future', 'm', memberEpoch + 1)
    await read('from the past', 'm', memberEpoch - 1)
    await read('as an unknown member', 'nobody', memberEpoch)
    await read('as nobody', null, -1)
    await client.send(OffsetDelete, 0, { groupId: group, topics: [{ name: on.named(), partitions: [{ partitionIndex: 0 }] }] }, { note: 'while it is subscribed' })
    await client.send(DeleteGroups, 2, { groupsNames: [group] }, { note: 'while somebody is in it' })
    await beat(client, group, 'm', -1)
    await commit('as nobody, empty', 9, { memberId: '', generationIdOrMemberEpoch: -1 }, 8)
    await read('as nobody, empty', null, -1)
    await client.send(DeleteGroups, 2, { groupsNames: [group] }, { note: 'empty' })
    await describe(client, [group], 'deleted')
  },

  'listed and described by the calls of classic groups': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named())
    await join(client, on.named(), 'm', [on.named()])
    const mine = { only: (answer: DecodedResponseOf<typeof ListGroups>) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId.startsWith(on.named())) }) }
    for (const version of [0, 4, 5]) await client.send(ListGroups, version, {}, mine)
    for (const typesFilter of [['consumer'], ['classic'], ['Consumer']]) await client.send(ListGroups, 5, { typesFilter }, { note: `type ${typesFilter.join()}`, ...mine })
    for (const statesFilter of [['Stable'], ['Assigning', 'Reconciling']]) await client.send(ListGroups, 5, { statesFilter }, { note: `state ${statesFilter.join()}`, ...mine })
    for (const version of [0, 5, 6]) await client.send(DescribeGroups, version, { groups: [on.named()] })
    await client.send(Heartbeat, 4, { groupId: on.named(), generationId: 1, memberId: 'm' })
    await client.send(LeaveGroup, 4, { groupId: on.named(), memberId: '', members: [{ memberId: 'nobody' }] }, { note: 'a stranger' })
    await client.send(SyncGroup, 5, { groupId: on.named(), generationId: 1, memberId: 'm', protocolType: 'consumer', protocolName: 'range', assignments: [] })
  },

  'a classic group, described and joined as a consumer group': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named(), 2)
    const group = on.named()
    const classic = async (metadata: Buffer, groupId: string, protocolType = 'consumer', memberId = '') =>
      client.send(JoinGroup, 3, { groupId, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId, protocolType, protocols: [{ name: 'range', metadata }] }, { isUnrecorded: true })
    const connect = await classic(subscription('x'), on.named('connect'), 'connect')
    await join(client, on.named('connect'), 'm', [on.named()], { note: 'joins a group of another type' })
    await client.send(LeaveGroup, 3, { groupId: on.named('connect'), memberId: '', members: [{ memberId: connect.memberId }] }, { isUnrecorded: true })
    await join(client, on.named('connect'), 'm', [on.named()], { note: 'joins it once it is empty' })
    await client.send(ListGroups, 5, {}, { note: 'what it is now', only: (answer) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId.startsWith(on.named())) }) })
    const member = await classic(subscription(on.named()), group)
    await client.send(SyncGroup, 3, { groupId: group, generationId: member.generationId, memberId: member.memberId, assignments: [{ memberId: member.memberId, assignment: assignmentOf(on.named(), 2) }] }, { isUnrecorded: true })
    await describe(client, [group], 'while it is classic')
    await join(client, group, 'm', [on.named()], { note: 'joins a live classic group' })
    await client.send(ListGroups, 5, {}, { note: 'what it is now, with both', only: (answer) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId === group) }) })
    await client.send(ConsumerGroupDescribe, 1, { groupIds: [group], includeAuthorizedOperations: false }, { note: 'with both', only: (answer) => ({ ...answer, groups: answer.groups.map((one) => ({ ...one, members: one.members.toSorted((x, y) => x.memberType - y.memberType) })) }) })
    await client.send(Heartbeat, 4, { groupId: group, generationId: member.generationId, memberId: member.memberId }, { note: 'of the classic member' })
  },

  'an empty consumer group, joined as a classic one': async (on) => {
    const client = await on.connect()
    await knownTopic(on, client, on.named())
    await join(client, on.named(), 'm', [on.named()])
    await beat(client, on.named(), 'm', -1)
    const joined = await client.send(JoinGroup, 3, { groupId: on.named(), sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata: subscription(on.named()) }] })
    await client.send(SyncGroup, 3, { groupId: on.named(), generationId: joined.generationId, memberId: joined.memberId, assignments: [] })
    await describe(client, [on.named()], 'it is classic now')
    await client.send(ListGroups, 5, {}, { only: (answer) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId === on.named()) }) })
  },
})
