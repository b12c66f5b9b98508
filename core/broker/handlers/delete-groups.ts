// DeleteGroups (key 42), versions 0-3.
//
// Forgets groups without members together with their offsets, each in one commit; NON_EMPTY_GROUP and GROUP_ID_NOT_FOUND per group.
// A group named twice is answered once. v3: a message per group.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DeleteGroups } from '../../protocol/messages/delete-groups.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const deleteGroups = handler(DeleteGroups, async (request, context) => {
  const allowed = request.groupsNames.filter((groupId) => isAuthorized(context, 'DELETE', 'GROUP', groupId))
  const denied = new Set(request.groupsNames.filter((groupId) => !allowed.includes(groupId)))
  const { results } = await context.broker.groups.deleteGroups({ ...request, groupsNames: allowed })
  return { results: [...results, ...[...denied].map((groupId) => ({ groupId, errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, errorMessage: null }))] }
})
