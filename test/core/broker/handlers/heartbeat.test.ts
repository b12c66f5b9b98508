import { beforeEach, describe, expect, test } from 'vitest'
import { heartbeat } from '../../../../core/broker/handlers/heartbeat.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { Heartbeat } from '../../../../core/protocol/messages/heartbeat.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

describe.each(versions(Heartbeat))('Heartbeat v%i', (version) => {
  const beat = async (memberId: string, groupInstanceId: string | null = null) =>
    broker.call(Heartbeat, heartbeat, version, { groupId: 'billing', generationId: 1, memberId, groupInstanceId })

  test('is fine for a member, and UNKNOWN_MEMBER_ID for others', async () => {
    const a = broker.groups.member('a')
    await broker.groups.stable(a)
    expect([await beat(a.memberId), await beat('ghost')]).toEqual([
      { throttleTimeMs: 0, errorCode: 0 },
      { throttleTimeMs: 0, errorCode: ErrorCode.UNKNOWN_MEMBER_ID },
    ])
  })
})

test.each(versions(Heartbeat, 3))('v%i fences a static member that was replaced', async (version) => {
  const s = broker.groups.member('s', { groupInstanceId: 'i1' })
  await broker.groups.stable(s)
  const request = { groupId: 'billing', generationId: 1, memberId: 'older', groupInstanceId: 'i1' }
  expect((await broker.call(Heartbeat, heartbeat, version, request)).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
})
