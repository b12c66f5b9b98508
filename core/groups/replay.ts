// Groups and offsets as the store has them: what a start, or a reload after a failed commit, begins with.
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { consumerMembersTable, groupOffsetsTable, groupsTable, pendingOffsetsTable, type GroupRecord } from '../storage/tables.ts'
import { ClassicGroup } from './classic/classic-group.ts'
import { ConsumerGroup } from './consumer/consumer-group.ts'
import { stateOf, storedMemberOf } from './consumer/consumer-group-record.ts'
import type { ConsumerMember } from './consumer/consumer-member.ts'
import type { Group } from './group.ts'
import { storedGroupOf } from './group-record.ts'
import type { GroupOffsets } from './offsets/group-offsets.ts'
import type { PendingOffsets } from './offsets/pending-offsets.ts'

export interface ReplayedOffsets {
  readonly offsets: GroupOffsets
  readonly pending: PendingOffsets
}

/** Fills the offsets, and returns the groups: those with a record, and a simple group for offsets that have none. */
export function replay(store: MetadataStore, { offsets, pending }: ReplayedOffsets, nowMs: number): Map<string, Group> {
  const groups = new Map<string, Group>()
  const members = consumerMembers(store)
  for (const [groupId, record] of store.entries(groupsTable)) {
    groups.set(groupId, groupOf(groupId, record, members.get(groupId) ?? new Map(), nowMs))
  }
  offsets.replay(store.entries(groupOffsetsTable))
  pending.replay(store.entries(pendingOffsetsTable))
  for (const groupId of [...offsets.groupIds(), ...pending.groupIds()]) {
    if (!groups.has(groupId)) groups.set(groupId, new ClassicGroup(groupId, nowMs))
  }
  return groups
}

function groupOf(groupId: string, record: GroupRecord, members: ReadonlyMap<string, ConsumerMember>, nowMs: number): Group {
  const classic = storedGroupOf(record)
  if (classic !== null) return new ClassicGroup(groupId, nowMs, classic)
  const state = stateOf(record, members)
  if (state !== null) return new ConsumerGroup(groupId, state)
  throw new StorageError(`Group "${groupId}" was written by another version of Headwater (record version ${record.version}).`)
}

/** By group id and member id. */
function consumerMembers(store: MetadataStore): Map<string, Map<string, ConsumerMember>> {
  const groups = new Map<string, Map<string, ConsumerMember>>()
  for (const [{ groupId, memberId }, record] of store.entries(consumerMembersTable)) {
    const member = storedMemberOf(memberId, record)
    if (member === null) throw new StorageError(`Member "${memberId}" of group "${groupId}" was written by another version of Headwater (record version ${record.version}).`)
    const members = groups.get(groupId) ?? new Map<string, ConsumerMember>()
    groups.set(groupId, members.set(memberId, member))
  }
  return groups
}
