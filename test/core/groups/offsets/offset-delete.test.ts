import { expect, test } from 'vitest'
import { GROUP, TestGroups } from '../../../support/group-coordinator.ts'

test('partitions that do not exist, negative ones too, count as deleted', async () => {
  const groups = new TestGroups()
  await groups.commit([{ offset: 5 }])
  const request = { groupId: GROUP, topics: [{ name: 'orders', partitions: [{ partitionIndex: -1 }, { partitionIndex: 99 }, { partitionIndex: 0 }] }] }
  const { topics } = await groups.coordinator.offsetDelete(request)
  expect(topics[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0])
  expect(groups.fetch().committedOffset).toBe(-1)
})
