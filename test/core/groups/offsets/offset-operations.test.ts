import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { context, TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('fetching as a member of a consumer group', () => {
  const fetch = (memberId: string | null, memberEpoch: number) => {
    const asked = [{ name: 'orders', topicId: '', partitionIndexes: [0] }]
    const request = { groupId: '', topics: [], groups: [{ groupId: 'billing', memberId, memberEpoch, topics: asked }], requireStable: false }
    const { errorCode, topics } = groups.coordinator.offsetFetch(request, context(9)).groups![0]!
    return [errorCode, topics[0]?.partitions[0]?.committedOffset]
  }

  test('gives offsets to who is in the epoch that it names, and to who names none', async () => {
    const a = new TestConsumer(groups, 'a')
    await a.join()
    await groups.commit([{ offset: 8 }], { memberId: a.memberId, generationId: 2 })
    expect([fetch(a.memberId, 2), fetch(null, -1)]).toEqual([[0, 8], [0, 8]])
    expect([fetch(a.memberId, 3), fetch('x', 2)]).toEqual([[ErrorCode.STALE_MEMBER_EPOCH, undefined], [ErrorCode.UNKNOWN_MEMBER_ID, undefined]])
  })

  test('a classic group, or none, asks nobody', async () => {
    expect(fetch('x', 5)).toEqual([0, -1])
    await groups.stable(groups.member('c'))
    expect(fetch('x', 5)).toEqual([0, -1])
  })
})

test('a group is forgotten with the topic that it had offsets of', async () => {
  await groups.commit([{ offset: 1 }])
  const { writes, apply } = groups.coordinator.topicDeletion({ name: 'orders' })
  await groups.memory.commit({ writes })
  apply()
  expect(groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups).toEqual([])
})
