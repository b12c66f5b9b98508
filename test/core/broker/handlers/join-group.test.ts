import { beforeEach, describe, expect, test } from 'vitest'
import { joinGroup } from '../../../../core/broker/handlers/join-group.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

const join = (version: number, changes: object = {}) =>
  broker.call(JoinGroup, joinGroup, version, {
    groupId: 'billing', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000, memberId: '', groupInstanceId: null, protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('meta') }], reason: 'test', ...changes,
  })

describe.each(versions(JoinGroup))('JoinGroup v%i', (version) => {
  test('lets a member in', async () => {
    const memberId = version < 4 ? '' : (await join(version)).memberId
    const response = await join(version, { memberId })
    expect(response).toMatchObject({ errorCode: 0, generationId: 1, protocolName: 'range', protocolType: version < 7 ? null : 'consumer', leader: response.memberId })
    expect(response.members.map(({ metadata }) => metadata.toString())).toEqual(['meta'])
    expect(broker.groups.describe().members[0]).toMatchObject({ clientId: 'app', clientHost: '/10.0.0.9' })
  })

  test('refuses, with a protocol name that the version can carry', async () => {
    const response = await join(version, { groupId: '' })
    expect(response).toMatchObject({ errorCode: ErrorCode.INVALID_GROUP_ID, protocolName: version < 7 ? '' : null, members: [] })
  })
})

test.each(versions(JoinGroup, 5))('v%i lets a static member in directly', async (version) => {
  expect((await join(version, { groupInstanceId: 'i1' })).members).toMatchObject([{ groupInstanceId: 'i1' }])
})
