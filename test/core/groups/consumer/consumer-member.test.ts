import { expect, test } from 'vitest'
import { isReconciledTo, newConsumerMember, sameNames } from '../../../../core/groups/consumer/consumer-member.ts'

test('a member is reconciled when it is STABLE in the target epoch', () => {
  const member = { ...newConsumerMember('m'), memberEpoch: 3 }
  expect([isReconciledTo(member, 3), isReconciledTo(member, 4), isReconciledTo({ ...member, state: 'UNRELEASED_PARTITIONS' }, 3)]).toEqual([true, false, false])
})

test('subscriptions are the same whatever their order', () => {
  expect([sameNames(new Set(['a', 'b']), new Set(['b', 'a'])), sameNames(new Set(['a']), new Set(['b'])), sameNames(new Set(), new Set(['b']))]).toEqual([true, false, false])
})
