import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import type { Storage } from '../../../core/storage/storage.ts'
import { groupOffsetsTable } from '../../../core/storage/tables.ts'
import { TestGroups, type TestMember } from '../../support/group-coordinator.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

let disk: TestStorage
let groups: TestGroups
beforeEach(async () => {
  disk = await openTestStorage()
  groups = new TestGroups({ store: disk.storage, time: disk.time })
})
afterEach(async () => {
  groups.coordinator.close()
  await disk.close()
})

/** Like `stable`, with answers that take as long as the disk does. */
async function stable(...members: TestMember[]): Promise<void> {
  await groups.joinAll(...members)
  const syncs = members.map((member) => member.sync(members).promise)
  for (const { errorCode } of await Promise.all(syncs)) expect(errorCode).toBe(0)
}

async function reopen(): Promise<Storage> {
  const storage = await disk.reopen()
  groups.restart(storage)
  return storage
}

describe('on a real disk', () => {
  test('an acknowledged SyncGroup survives a reopen', async () => {
    const [a, b] = [groups.member('a'), groups.member('b', { groupInstanceId: 'i1' })]
    await stable(a, b)
    const before = groups.describe()
    await reopen()
    expect(groups.describe()).toEqual(before)
    expect([a.heartbeat(), b.heartbeat()]).toEqual([0, 0])
  })

  test('an acknowledged commit survives a reopen with metadata, leader epoch and time', async () => {
    await groups.commit([{ offset: 2 ** 53 - 1, leaderEpoch: 3, metadata: 'läßt' }])
    const storage = await reopen()
    expect(groups.fetch()).toEqual({ partitionIndex: 0, committedOffset: 2 ** 53 - 1, committedLeaderEpoch: 3, metadata: 'läßt', errorCode: 0 })
    expect(storage.get(groupOffsetsTable, { groupId: 'billing', topic: 'orders', partition: 0 })?.commitTimestampMs).toBe(disk.time.now())
  })

  test('an Empty generation and a deletion survive a reopen', async () => {
    const a = groups.member('a')
    await stable(a)
    await a.leave()
    await reopen()
    expect(groups.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer' })
    await groups.coordinator.deleteGroups({ groupsNames: ['billing'] })
    await reopen()
    expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('the empty group id keeps offsets (it is no group for members)', async () => {
    await groups.commit([{ offset: 4 }], { groupId: '' })
    await reopen()
    expect(groups.fetch('orders', 0, '').committedOffset).toBe(4)
  })

  test('what cannot be written after the store has closed is refused', async () => {
    await disk.storage.close()
    const code = groups.commitCode()
    groups.coordinator.close()
    expect(await code).toBe(ErrorCode.NOT_COORDINATOR)
  })

  test('commits that are on their way together share group commits instead of waiting for each other', async () => {
    groups.topics.set('wide', { topicId: 'wide-id-00000000000000', partitionCount: 500 })
    let answered = 0
    const commits = Array.from({ length: 500 }, async (_, i) => {
      await groups.commit([{ offset: i, partition: i }], { topic: 'wide' })
      answered += 1
    })
    await commits[0]
    await new Promise((resolve) => setImmediate(resolve))
    expect(answered).toBe(500)
    expect(groups.fetchAll().topics[0]!.partitions.map(({ committedOffset }) => committedOffset)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })
})

describe('deleting a topic', () => {
  test('takes the offsets of every group along in its own commit', async () => {
    await groups.commit([{ offset: 1 }], { groupId: 'one' })
    await groups.commit([{ offset: 2 }], { groupId: 'two' })
    const { writes, apply } = groups.coordinator.topicDeletion({ name: 'orders' })
    await disk.storage.commit({ writes })
    apply()
    expect(groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups).toEqual([])
    await reopen()
    expect([...disk.storage.entries(groupOffsetsTable)]).toEqual([])
  })

  test('keeps a group that has members', async () => {
    const a = groups.member('a')
    await stable(a)
    await groups.commit([{ offset: 1 }], { member: a })
    const { writes, apply } = groups.coordinator.topicDeletion({ name: 'orders' })
    await disk.storage.commit({ writes })
    apply()
    expect([groups.state, groups.fetch().committedOffset]).toEqual(['Stable', -1])
  })
})

test('a closed connection is forgotten: what it waited for is decided without it', async () => {
  const [a, b] = [groups.member('a', { connectionId: 5 }), groups.member('b')]
  await stable(a, b)
  const rejoin = a.join()
  groups.coordinator.connectionClosed(5)
  const other = b.join()
  await groups.time.advance(0)
  expect([rejoin.answer, other.answer?.generationId]).toEqual([undefined, 2])
})
