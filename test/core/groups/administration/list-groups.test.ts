import { beforeEach, describe, expect, test } from 'vitest'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(async () => {
  groups = new TestGroups()
  await groups.stable(groups.member('a', { groupId: 'stable' }))
  await groups.joinAll(groups.member('b', { groupId: 'completing', protocolType: 'connect' }))
  await groups.commit([{ offset: 1 }], { groupId: 'simple' })
})

const list = (statesFilter: string[] = [], typesFilter: string[] = []) =>
  groups.coordinator.listGroups({ statesFilter, typesFilter }).groups

test('lists every group with protocol type, state and type', () => {
  expect(list()).toEqual([
    { groupId: 'stable', protocolType: 'consumer', groupState: 'Stable', groupType: 'classic' },
    { groupId: 'completing', protocolType: 'connect', groupState: 'CompletingRebalance', groupType: 'classic' },
    { groupId: 'simple', protocolType: '', groupState: 'Empty', groupType: 'classic' },
  ])
})

test.each([
  [['Stable'], [], ['stable']],
  [['stable', 'EMPTY'], [], ['stable', 'simple']],
  [['PreparingRebalance'], [], []],
  [['nonsense'], [], []],
  [[], ['classic'], ['stable', 'completing', 'simple']],
  [[], ['Classic', 'consumer'], ['stable', 'completing', 'simple']],
  [[], ['consumer'], []],
  [['empty'], ['CLASSIC'], ['simple']],
  [['empty'], ['share'], []],
])('states %j and types %j', (states, types, expected) => {
  expect(list(states, types).map(({ groupId }) => groupId)).toEqual(expected)
})

describe('consumer groups', () => {
  test('are told apart by their type, and have states of their own', async () => {
    const [a, b] = [new TestConsumer(groups, 'a', { groupId: 'new' }), new TestConsumer(groups, 'b', { groupId: 'new' })]
    await a.join()
    expect(list([], ['consumer'])).toEqual([{ groupId: 'new', protocolType: 'consumer', groupState: 'Stable', groupType: 'consumer' }])
    await b.join()
    expect(list(['reconciling']).map(({ groupId }) => groupId)).toEqual(['new'])
    await a.leave()
    expect(list(['Assigning']).map(({ groupId }) => groupId)).toEqual(['new'])
    await b.leave()
    expect(list(['empty'], ['consumer']).map(({ groupId }) => groupId)).toEqual(['new'])
  })
})
