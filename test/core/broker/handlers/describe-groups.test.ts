import { beforeEach, describe, expect, test } from 'vitest'
import { describeGroups } from '../../../../core/broker/handlers/describe-groups.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

describe.each(versions(DescribeGroups))('DescribeGroups v%i', (version) => {
  test('shows a Stable group and a missing one', async () => {
    const s = broker.groups.member('s', { groupInstanceId: 'i1' })
    await broker.groups.stable(s)
    const request = { groups: ['billing', 'nobody'], includeAuthorizedOperations: version >= 3 }
    const [billing, nobody] = (await broker.call(DescribeGroups, describeGroups, version, request)).groups
    expect(billing).toMatchObject({
      errorCode: 0, groupState: 'Stable', protocolType: 'consumer', protocolData: 'range',
      authorizedOperations: version < 3 ? -0x8000_0000 : 3400,
      members: [{ memberId: s.memberId, groupInstanceId: version < 4 ? null : 'i1', memberAssignment: Buffer.from('to s') }],
    })
    expect(nobody).toMatchObject({ groupState: 'Dead', errorCode: version < 6 ? 0 : ErrorCode.GROUP_ID_NOT_FOUND, members: [] })
  })
})
