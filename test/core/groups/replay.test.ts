import { beforeEach, expect, test } from 'vitest'
import { GroupOffsets } from '../../../core/groups/offsets/group-offsets.ts'
import { PendingOffsets } from '../../../core/groups/offsets/pending-offsets.ts'
import { replay } from '../../../core/groups/replay.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { groupsTable } from '../../../core/storage/tables.ts'
import { TestGroups } from '../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

test('brings back groups with a record, and simple groups that only have offsets', async () => {
  await groups.stable(groups.member('a'))
  await groups.commit([{ offset: 1 }], { groupId: 'simple' })
  const offsets = new GroupOffsets()
  const found = replay(groups.memory, { offsets, pending: new PendingOffsets() }, 0)
  expect([...found].map(([id, { state, protocolType }]) => [id, state, protocolType])).toEqual([['billing', 'Stable', 'consumer'], ['simple', 'Empty', null]])
  expect(offsets.get('simple', 'orders', 0)).toMatchObject({ offset: 1 })
})

test('refuses a group that another version of Headwater wrote', async () => {
  await groups.memory.commit({ writes: [groupsTable.put('later', { version: 9 })] })
  expect(() => replay(groups.memory, { offsets: new GroupOffsets(), pending: new PendingOffsets() }, 0)).toThrow(
    new StorageError('Group "later" was written by another version of Headwater (record version 9).'),
  )
})
