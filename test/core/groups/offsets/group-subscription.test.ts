import { expect, test } from 'vitest'
import { ClassicGroup } from '../../../../core/groups/classic/classic-group.ts'
import { Member } from '../../../../core/groups/classic/member.ts'
import { isSubscribedTo } from '../../../../core/groups/offsets/group-subscription.ts'
import { subscriptionText } from '../../../support/classic-consumer.ts'

function groupOf(protocolType: string, ...metadata: string[]): ClassicGroup {
  const members = metadata.map((text, i) => new Member({
    memberId: `m${i}`, groupInstanceId: null, clientId: '', clientHost: '', sessionTimeoutMs: 1, rebalanceTimeoutMs: 1, protocols: [{ name: 'range', metadata: Buffer.from(text) }],
  }))
  return new ClassicGroup('g', 0, { generationId: 1, protocolType, protocolName: 'range', leaderId: 'm0', stateSinceMs: 0, members })
}

test.each([
  ['consumers that read it', groupOf('consumer', subscriptionText(['a'], []), subscriptionText(['t'], [])), true],
  ['consumers that read something else', groupOf('consumer', subscriptionText(['a'], [])), false],
  ['consumers of whom one cannot be understood', groupOf('consumer', subscriptionText(['a'], []), 'x'), true],
  ['members that are no consumers', groupOf('connect', subscriptionText(['t'], [])), false],
  ['no members', groupOf('consumer'), false],
])('a group of %s', (_title, group, isSubscribed) => {
  expect(isSubscribedTo(group, 't')).toBe(isSubscribed)
})
