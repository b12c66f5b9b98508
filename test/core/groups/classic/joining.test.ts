import { expect, test } from 'vitest'
import { ClassicGroup } from '../../../../core/groups/classic/classic-group.ts'
import type { ClassicGroupDeps } from '../../../../core/groups/classic/classic-group-deps.ts'
import { clientReason, type Joining, newMember, park, updateMember } from '../../../../core/groups/classic/joining.ts'
import type { JoinGroupResponse } from '../../../../core/groups/classic/member.ts'
import { joinError } from '../../../../core/groups/classic/responses.ts'

const metadata = Buffer.from('meta')

function joining(apiVersion: number, reason: string | null = null, reply: (response: JoinGroupResponse) => void = () => {}): Joining {
  return {
    group: new ClassicGroup('g', 0),
    request: {
      groupId: 'g', sessionTimeoutMs: 10, rebalanceTimeoutMs: 20, memberId: '', groupInstanceId: 'i', protocolType: 'consumer',
      protocols: [{ name: 'range', metadata }], reason,
    },
    context: { apiVersion, clientId: 'c', clientHost: '/h', connectionId: 4, mayDescribeTopic: () => true },
    deps: {} as ClassicGroupDeps,
    reply,
  }
}

test('a new member is what its request and connection say', () => {
  expect(newMember(joining(9), 'm')).toMatchObject({
    memberId: 'm', groupInstanceId: 'i', clientId: 'c', clientHost: '/h', sessionTimeoutMs: 10, rebalanceTimeoutMs: 20, isNew: false,
  })
})

test('in version 0 the session timeout is the rebalance timeout', () => {
  expect([newMember(joining(0), 'm').rebalanceTimeoutMs, newMember(joining(1), 'm').rebalanceTimeoutMs]).toEqual([10, 20])
})

test('joining again updates timeouts and protocols, as copies', () => {
  const member = newMember(joining(0), 'm')
  member.protocols = []
  updateMember(joining(1), member)
  expect([member.rebalanceTimeoutMs, member.metadata('range').equals(metadata)]).toEqual([20, true])
  expect(member.metadata('range').buffer === metadata.buffer && member.metadata('range').byteOffset === metadata.byteOffset).toBe(false)
})

test('a parked request waits with its member, on its connection', () => {
  const answers: JoinGroupResponse[] = []
  const member = newMember(joining(9), 'm')
  park(joining(9, null, (answer) => answers.push(answer)), member)
  member.join.answer(joinError(0))
  expect(answers).toHaveLength(1)
  park(joining(9, null, (answer) => answers.push(answer)), member)
  member.join.connectionClosed(4)
  member.join.answer(joinError(0))
  expect(answers).toHaveLength(1)
})

test.each([['because', ' (because)'], ['', ''], [null, '']])('the reason %o is logged as %o', (reason, text) => {
  expect(clientReason(joining(8, reason))).toBe(text)
})
