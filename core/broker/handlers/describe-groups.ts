// DescribeGroups (key 15), versions 0-6.
//
// State and members of groups; protocol and metadata only of a Stable group.
// v3+: authorized operations on request (all, as without an authorizer). v4+: instance ids (KIP-345).
// v0-5: a group that does not exist is Dead, without an error; v6: GROUP_ID_NOT_FOUND with a message (KIP-1043). So is a consumer
// group, which ConsumerGroupDescribe knows.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import { authorizedOperations, isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

export const describeGroups = handler(DescribeGroups, (request, context) => {
  const allowed = request.groups.filter((groupId) => isAuthorized(context, 'DESCRIBE', 'GROUP', groupId))
  const described = context.broker.groups.describeGroups({ ...request, groups: allowed }, groupRequestContext(context)).groups.values()
  return {
    groups: request.groups.map((groupId) => {
      if (!allowed.includes(groupId)) return denied(groupId)
      const group = described.next().value!
      const tellsOperations = request.includeAuthorizedOperations && group.errorCode === ErrorCode.NONE
      return tellsOperations ? { ...group, authorizedOperations: authorizedOperations(context, 'GROUP', groupId) } : group
    }),
  }
})

function denied(groupId: string): ResponseOf<typeof DescribeGroups>['groups'][number] {
  return { groupId, errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, groupState: '', protocolType: '', protocolData: '', members: [] }
}
