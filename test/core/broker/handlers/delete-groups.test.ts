import { beforeEach, describe, expect, test } from 'vitest'
import { deleteGroups } from '../../../../core/broker/handlers/delete-groups.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DeleteGroups } from '../../../../core/protocol/messages/delete-groups.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
})

describe.each(versions(DeleteGroups))('DeleteGroups v%i', (version) => {
  test('answers for each group, with messages since v3', async () => {
    await broker.groups.stable(broker.groups.member('a'))
    await broker.groups.commit([{ offset: 1 }], { groupId: 'simple' })
    const { results } = await broker.call(DeleteGroups, deleteGroups, version, { groupsNames: ['billing', 'simple', 'nobody'] })
    const message = (text: string) => (version < 3 ? null : text)
    expect(results).toEqual([
      { groupId: 'billing', errorCode: ErrorCode.NON_EMPTY_GROUP, errorMessage: message('Group "billing" is Stable with 1 member; only an Empty group can be deleted.') },
      { groupId: 'simple', errorCode: 0, errorMessage: null },
      { groupId: 'nobody', errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: message('Group "nobody" does not exist.') },
    ])
  })
})
