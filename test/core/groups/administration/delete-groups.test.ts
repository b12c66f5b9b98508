import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { GROUP, TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

const remove = async (...groupsNames: string[]) => (await groups.coordinator.deleteGroups({ groupsNames })).results
const gone = [{ groupId: GROUP, errorCode: 0, errorMessage: null }]

test('an Empty group goes with its offsets, for good', async () => {
  const a = groups.member('a')
  await groups.stable(a)
  await groups.commit([{ offset: 5 }, { partition: 1, offset: 6 }], { member: a })
  await a.leave()
  expect(await remove(GROUP)).toEqual(gone)
  for (const _ of ['now', 'after a restart']) {
    expect([groups.describe().errorCode, groups.fetchAll().topics]).toEqual([ErrorCode.GROUP_ID_NOT_FOUND, []])
    groups.restart()
  }
})

test('a group that only has offsets can go too', async () => {
  await groups.commit([{ offset: 5 }])
  expect(await remove(GROUP)).toEqual(gone)
  expect(groups.fetch().committedOffset).toBe(-1)
})

test('a group with members stays: NON_EMPTY_GROUP', async () => {
  await groups.stable(groups.member('a'))
  expect(await remove(GROUP)).toEqual([
    { groupId: GROUP, errorCode: ErrorCode.NON_EMPTY_GROUP, errorMessage: 'Group "billing" is Stable with 1 member; only an Empty group can be deleted.' },
  ])
  expect(groups.state).toBe('Stable')
})

test('a group that does not exist is GROUP_ID_NOT_FOUND, and each group has its own answer', async () => {
  await groups.commit([{ offset: 5 }])
  expect(await remove('nobody', GROUP, GROUP)).toEqual([
    { groupId: 'nobody', errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'Group "nobody" does not exist.' },
    ...gone,
  ])
})

test('nobody joins a group that is being deleted: a new one begins', async () => {
  const a = groups.member('a')
  await groups.stable(a)
  await a.leave()
  groups.memory.hold()
  const deletion = remove(GROUP)
  const b = groups.member('b')
  await groups.joinAll(b)
  expect(b.generationId).toBe(1)
  groups.memory.release()
  expect(await deletion).toEqual(gone)
  expect(b.heartbeat()).toBe(ErrorCode.NONE)
})

test('a commit that was on its way when the group was deleted goes with it', async () => {
  await groups.commit([{ offset: 1 }])
  groups.memory.hold()
  const before = groups.commit([{ offset: 2, partition: 1 }])
  const deletion = remove(GROUP)
  groups.memory.release()
  await Promise.all([before, deletion])
  for (const _ of ['now', 'after a restart']) {
    expect(groups.fetchAll().topics).toEqual([])
    groups.restart()
  }
})

test('a commit after the deletion stays', async () => {
  await groups.commit([{ offset: 1 }, { offset: 1, partition: 1 }])
  groups.memory.hold()
  const deletion = remove(GROUP)
  const after = groups.commit([{ offset: 2, partition: 1 }])
  expect(groups.fetchAll().topics).toEqual([])
  groups.memory.release()
  await Promise.all([deletion, after])
  for (const _ of ['now', 'after a restart']) {
    expect(groups.fetchAll().topics.flatMap(({ partitions }) => partitions)).toMatchObject([{ partitionIndex: 1, committedOffset: 2 }])
    groups.restart()
  }
})

test('a deletion that cannot be written is COORDINATOR_NOT_AVAILABLE, and everything is still there', async () => {
  await groups.commit([{ offset: 5 }])
  groups.memory.fail()
  expect(await remove(GROUP)).toEqual([
    { groupId: GROUP, errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, errorMessage: 'The deletion of group "billing" could not be written.' },
  ])
  expect([groups.state, groups.fetch().committedOffset]).toEqual(['Empty', 5])
})

test('a consumer group is deleted when it has no members, with its offsets', async () => {
  const a = new TestConsumer(groups, 'a')
  await a.join()
  await groups.commit([{ offset: 5 }], { memberId: a.memberId, generationId: a.epoch })
  expect(await remove(GROUP)).toEqual([{ groupId: GROUP, errorCode: ErrorCode.NON_EMPTY_GROUP, errorMessage: 'Group "billing" is Stable with 1 member; only an Empty group can be deleted.' }])
  await a.leave()
  expect(await remove(GROUP)).toEqual(gone)
  groups.restart()
  expect([groups.fetchAll().topics, groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups]).toEqual([[], []])
})
