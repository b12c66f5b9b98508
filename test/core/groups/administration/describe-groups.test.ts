import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { context, GROUP, TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

test('a Stable group shows protocol, metadata and assignments', async () => {
  const [a, s] = [groups.member('a'), groups.member('s', { groupInstanceId: 'i1' })]
  await groups.stable(a, s)
  const client = { clientHost: '/127.0.0.1' }
  expect(groups.describe()).toEqual({
    errorCode: 0, groupId: GROUP, groupState: 'Stable', protocolType: 'consumer', protocolData: 'range',
    members: [
      { ...client, memberId: a.memberId, groupInstanceId: null, clientId: 'a', memberMetadata: Buffer.from('a'), memberAssignment: Buffer.from('to a') },
      { ...client, memberId: s.memberId, groupInstanceId: 'i1', clientId: 's', memberMetadata: Buffer.from('s'), memberAssignment: Buffer.from('to s') },
    ],
  })
})

describe('a group that is not Stable shows its members without metadata', () => {
  test('in CompletingRebalance', async () => {
    await groups.joinAll(groups.member('a'))
    expect(groups.describe()).toMatchObject({ groupState: 'CompletingRebalance', protocolData: '', members: [{ clientId: 'a', memberMetadata: Buffer.alloc(0) }] })
  })

  test('in PreparingRebalance', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    a.join()
    const { members, ...group } = groups.describe()
    expect(group).toMatchObject({ groupState: 'PreparingRebalance', protocolType: 'consumer', protocolData: '' })
    expect(members.map(({ memberMetadata, memberAssignment }) => [memberMetadata.length, String(memberAssignment)]), 'and with the assignments that they still have').toEqual([
      [0, 'to a'],
      [0, 'to b'],
    ])
  })

  test('in Empty there are none', async () => {
    const a = groups.member('a')
    await groups.stable(a)
    await a.leave()
    expect(groups.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer', protocolData: '', members: [] })
  })
})

describe('a group that does not exist', () => {
  test.each([0, 1, 2, 3, 4, 5])('v%i is Dead, without an error', (version) => {
    expect(groups.describe(version, 'nobody')).toMatchObject({ errorCode: 0, groupState: 'Dead', protocolType: '', members: [] })
  })

  test('v6 is GROUP_ID_NOT_FOUND with a message', () => {
    expect(groups.describe(6, 'nobody')).toMatchObject({
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'Group "nobody" does not exist.', groupState: 'Dead',
    })
  })
})

test('authorized operations are told when asked for: READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS', async () => {
  await groups.stable(groups.member('a'))
  const ask = (includeAuthorizedOperations: boolean) =>
    [5, 6].map((version) =>
      groups.coordinator.describeGroups({ groups: [GROUP, 'nobody'], includeAuthorizedOperations }, context(version)).groups.map(({ authorizedOperations }) => authorizedOperations))
  // As in Kafka, a dead group that is no error has them too.
  expect(ask(true)).toEqual([[0b1101_0100_1000, 0b1101_0100_1000], [0b1101_0100_1000, undefined]])
  expect(ask(false)).toEqual([[undefined, undefined], [undefined, undefined]])
})

test('a consumer group is none that this API knows', async () => {
  await new TestConsumer(groups, 'a').join()
  expect(groups.describe()).toMatchObject({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'Group "billing" is not a classic group.', groupState: 'Dead' })
  expect(groups.describe(5)).toMatchObject({ errorCode: 0, groupState: 'Dead', members: [] })
})
