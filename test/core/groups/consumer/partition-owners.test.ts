import { expect, test } from 'vitest'
import { type ConsumerMember, newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { PartitionOwners } from '../../../../core/groups/consumer/partition-owners.ts'
import { ownedSince, partitionsOf } from '../../../../core/groups/consumer/topic-partitions.ts'

const owned = (...partitions: number[]) => ownedSince(1, partitionsOf([{ topicId: 't', partitions }]))
const member = (memberId: string, assigned: number[], pendingRevocation: number[] = []): ConsumerMember => ({
  ...newConsumerMember(memberId),
  assigned: owned(...assigned),
  pendingRevocation: owned(...pendingRevocation),
})

test('what a member has, or has yet to give up, is not free', () => {
  const owners = new PartitionOwners()
  owners.update([], [member('a', [0], [1])])
  expect([0, 1, 2].map((partition) => owners.isFree('t', partition))).toEqual([false, false, true])
  expect([owners.ownerOf('t', 1), owners.ownerOf('t', 2)]).toEqual(['a', undefined])
})

test('a partition changes hands in one update', () => {
  const owners = new PartitionOwners()
  const [before, after] = [member('a', [0, 1]), member('a', [0])]
  owners.update([], [before])
  owners.update([before], [after, member('b', [1])])
  expect([owners.ownerOf('t', 0), owners.ownerOf('t', 1)]).toEqual(['a', 'b'])
})

test('two owners of one partition are a bug', () => {
  const owners = new PartitionOwners()
  owners.update([], [member('a', [], [0])])
  expect(() => owners.update([], [member('b', [0])])).toThrow('partition 0 of topic t belongs to a and to b')
})
