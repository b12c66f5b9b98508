import { beforeEach, describe, expect, test } from 'vitest'
import { syncGroup } from '../../../../core/broker/handlers/sync-group.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

describe.each(versions(SyncGroup))('SyncGroup v%i', (version) => {
  const sync = (memberId: string, changes: object = {}) =>
    broker.call(SyncGroup, syncGroup, version, {
      groupId: 'billing', generationId: 1, memberId, groupInstanceId: null, protocolType: 'consumer', protocolName: 'range',
      assignments: [{ memberId, assignment: Buffer.from('all') }], ...changes,
    })

  test('answers with the assignment, once it is stored', async () => {
    const a = broker.groups.member('a')
    await broker.groups.joinAll(a)
    const protocol = version < 5 ? { protocolType: null, protocolName: null } : { protocolType: 'consumer', protocolName: 'range' }
    expect(await sync(a.memberId)).toEqual({ throttleTimeMs: 0, errorCode: 0, ...protocol, assignment: Buffer.from('all') })
  })

  test('refuses an unknown member', async () => {
    expect(await sync('ghost')).toMatchObject({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID, assignment: Buffer.alloc(0) })
  })

  test('v5 must name the protocol (KIP-559)', async () => {
    const a = broker.groups.member('a')
    await broker.groups.joinAll(a)
    const errorCode = version < 5 ? 0 : ErrorCode.INCONSISTENT_GROUP_PROTOCOL
    expect((await sync(a.memberId, { protocolType: null })).errorCode).toBe(errorCode)
    expect((await sync(a.memberId, { protocolName: null })).errorCode).toBe(errorCode)
    expect((await sync('ghost', { protocolName: null })).errorCode).toBe(version < 5 ? ErrorCode.UNKNOWN_MEMBER_ID : errorCode)
  })

  test('only v5 can disagree on the protocol', async () => {
    const a = broker.groups.member('a')
    await broker.groups.joinAll(a)
    expect((await sync(a.memberId, { protocolName: 'sticky' })).errorCode).toBe(version < 5 ? 0 : ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  })
})
