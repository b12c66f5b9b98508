// Groups and offsets as the store has them: what a start, or a reload after a failed commit, begins with.
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { groupOffsetsTable, groupsTable, pendingOffsetsTable } from '../storage/tables.ts'
import { ClassicGroup } from './classic/classic-group.ts'
import { storedGroupOf } from './group-record.ts'
import type { GroupOffsets } from './offsets/group-offsets.ts'
import type { PendingOffsets } from './offsets/pending-offsets.ts'

export interface ReplayedOffsets {
  readonly offsets: GroupOffsets
  readonly pending: PendingOffsets
}

/** Fills the offsets, and returns the groups: those with a record, and a simple group for offsets that have none. */
export function replay(store: MetadataStore, { offsets, pending }: ReplayedOffsets, nowMs: number): Map<string, ClassicGroup> {
  const groups = new Map<string, ClassicGroup>()
  for (const [groupId, record] of store.entries(groupsTable)) {
    const stored = storedGroupOf(record)
    if (stored === null) throw new StorageError(`Group "${groupId}" was written by another version of Headwater (record version ${record.version}).`)
    groups.set(groupId, new ClassicGroup(groupId, nowMs, stored))
  }
  offsets.replay(store.entries(groupOffsetsTable))
  pending.replay(store.entries(pendingOffsetsTable))
  for (const groupId of [...offsets.groupIds(), ...pending.groupIds()]) {
    if (!groups.has(groupId)) groups.set(groupId, new ClassicGroup(groupId, nowMs))
  }
  return groups
}
