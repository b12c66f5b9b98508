import { beforeEach, describe, expect, test } from 'vitest'
import { leaveGroup } from '../../../../core/broker/handlers/leave-group.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { LeaveGroup } from '../../../../core/protocol/messages/leave-group.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

describe.each(versions(LeaveGroup, 0, 2))('LeaveGroup v%i', (version) => {
  test('removes the one member, or says on top that there is none', async () => {
    const a = broker.groups.member('a')
    await broker.groups.stable(a)
    const leave = async (memberId: string) => (await broker.call(LeaveGroup, leaveGroup, version, { groupId: 'billing', memberId })).errorCode
    expect([await leave('ghost'), await leave(a.memberId), broker.groups.state]).toEqual([ErrorCode.UNKNOWN_MEMBER_ID, 0, 'Empty'])
  })
})

describe.each(versions(LeaveGroup, 3))('LeaveGroup v%i', (version) => {
  test('removes many, each with its own answer', async () => {
    const [a, s] = [broker.groups.member('a'), broker.groups.member('s', { groupInstanceId: 'i1' })]
    await broker.groups.stable(a, s)
    const members = [{ memberId: a.memberId, reason: 'done' }, { memberId: '', groupInstanceId: 'i1' }, { memberId: 'ghost' }]
    expect(await broker.call(LeaveGroup, leaveGroup, version, { groupId: 'billing', members })).toEqual({
      throttleTimeMs: 0,
      errorCode: 0,
      members: [
        { memberId: a.memberId, groupInstanceId: null, errorCode: 0 },
        { memberId: '', groupInstanceId: 'i1', errorCode: 0 },
        { memberId: 'ghost', groupInstanceId: null, errorCode: ErrorCode.UNKNOWN_MEMBER_ID },
      ],
    })
    expect(broker.groups.state).toBe('Empty')
  })
})
