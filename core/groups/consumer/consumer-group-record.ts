// A consumer group as it is on disk: one record of the group, and one of each member.
import { type ConsumerMemberRecord, consumerMembersTable, type GroupRecord, groupsTable, type Write } from '../../storage/tables.ts'
import { changesBetween } from './consumer-group.ts'
import type { ConsumerGroupState } from './consumer-group-state.ts'
import type { ClassicMembership, ConsumerMember } from './consumer-member.ts'
import type { MemberState } from './member-states.ts'
import type { OwnedPartitions, TopicPartitions } from './topic-partitions.ts'

const RECORD_VERSION = 1

interface ConsumerGroupRecord extends GroupRecord {
  version: typeof RECORD_VERSION
  type: 'consumer'
  groupEpoch: number
  targetEpoch: number
  topicsFingerprint: string
  /** Pattern and the topics that match it. */
  regexes: [string, string[]][]
}

interface MemberRecord extends ConsumerMemberRecord {
  version: typeof RECORD_VERSION
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeoutMs: number
  subscribedTopicNames: string[]
  subscribedTopicRegex: string
  serverAssignor: string | null
  classic: { sessionTimeoutMs: number; protocols: { name: string; metadata: Uint8Array }[] } | null
  state: MemberState
  memberEpoch: number
  previousMemberEpoch: number
  assigned: OwnedRecord
  pendingRevocation: OwnedRecord
  target: [topicId: string, partitions: number[]][]
}

/** By topic id, pairs of partition and epoch. */
type OwnedRecord = [topicId: string, partitions: [partition: number, epoch: number][]][]

/** What must be written to get from `before` to `after`; nothing when nothing has changed. */
export function writesBetween(groupId: string, before: ConsumerGroupState | null, after: ConsumerGroupState): Write[] {
  const { removed, added } = before === null ? { removed: [], added: [...after.members.values()] } : changesBetween(before, after)
  const gone = removed.filter(({ memberId }) => !after.members.has(memberId))
  return [
    ...(before !== null && isSameGroup(before, after) ? [] : [groupsTable.put(groupId, groupRecordOf(after))]),
    ...gone.map(({ memberId }) => consumerMembersTable.remove({ groupId, memberId })),
    ...added.map((member) => consumerMembersTable.put({ groupId, memberId: member.memberId }, memberRecordOf(member))),
  ]
}

/** Removes the members' records; the group's own is for the caller, who may put another kind of group in its place. */
export function removalOfMembers(groupId: string, { members }: ConsumerGroupState): Write[] {
  return [...members.keys()].map((memberId) => consumerMembersTable.remove({ groupId, memberId }))
}

export function isConsumerGroupRecord(record: GroupRecord): record is ConsumerGroupRecord {
  return record.version === RECORD_VERSION && record['type'] === 'consumer'
}

export function stateOf(record: GroupRecord, members: ReadonlyMap<string, ConsumerMember>): ConsumerGroupState | null {
  if (!isConsumerGroupRecord(record)) return null
  const { groupEpoch, targetEpoch, topicsFingerprint } = record
  return { groupEpoch, targetEpoch, topicsFingerprint, regexes: new Map(record.regexes.map(([regex, topics]) => [regex, new Set(topics)])), members }
}

/** Null for a record that this version of Headwater did not write. */
export function storedMemberOf(memberId: string, stored: ConsumerMemberRecord): ConsumerMember | null {
  if (!isMemberRecord(stored)) return null
  const { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, subscribedTopicRegex, serverAssignor, state, memberEpoch, previousMemberEpoch } = stored
  return {
    memberId,
    instanceId,
    rackId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    subscribedTopicNames: new Set(stored.subscribedTopicNames),
    subscribedTopicRegex,
    serverAssignor,
    classic: classicOf(stored.classic),
    state,
    memberEpoch,
    previousMemberEpoch,
    assigned: ownedOf(stored.assigned),
    pendingRevocation: ownedOf(stored.pendingRevocation),
    target: new Map(stored.target.map(([topicId, partitions]) => [topicId, new Set(partitions)])),
  }
}

function isSameGroup(a: ConsumerGroupState, b: ConsumerGroupState): boolean {
  return a.groupEpoch === b.groupEpoch && a.targetEpoch === b.targetEpoch && a.topicsFingerprint === b.topicsFingerprint && a.regexes === b.regexes
}

function groupRecordOf({ groupEpoch, targetEpoch, topicsFingerprint, regexes }: ConsumerGroupState): ConsumerGroupRecord {
  const patterns = [...regexes].map(([regex, topics]): [string, string[]] => [regex, [...topics]])
  return { version: RECORD_VERSION, type: 'consumer', groupEpoch, targetEpoch, topicsFingerprint, regexes: patterns }
}

function memberRecordOf(member: ConsumerMember): MemberRecord {
  const { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, subscribedTopicRegex, serverAssignor, state, memberEpoch, previousMemberEpoch } = member
  return {
    version: RECORD_VERSION,
    instanceId,
    rackId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex,
    serverAssignor,
    classic: member.classic && { ...member.classic, protocols: [...member.classic.protocols] },
    state,
    memberEpoch,
    previousMemberEpoch,
    assigned: ownedRecordOf(member.assigned),
    pendingRevocation: ownedRecordOf(member.pendingRevocation),
    target: targetRecordOf(member.target),
  }
}

function isMemberRecord(stored: ConsumerMemberRecord): stored is MemberRecord {
  return stored.version === RECORD_VERSION
}

function classicOf(stored: MemberRecord['classic']): ClassicMembership | null {
  return stored && { ...stored, protocols: stored.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })) }
}

function ownedOf(stored: OwnedRecord): OwnedPartitions {
  return new Map(stored.map(([topicId, partitions]) => [topicId, new Map(partitions)]))
}

function ownedRecordOf(owned: OwnedPartitions): OwnedRecord {
  return [...owned].map(([topicId, epochs]) => [topicId, [...epochs]])
}

function targetRecordOf(target: TopicPartitions): MemberRecord['target'] {
  return [...target].map(([topicId, partitions]) => [topicId, [...partitions]])
}
