// DescribeGroups (key 15), versions 0-6.
//
// State and members of groups; protocol, metadata and assignments only of a Stable group.
// v3+: authorized operations on request (all, as without an authorizer). v4+: instance ids (KIP-345).
// v0-5: a group that does not exist is Dead, without an error; v6: GROUP_ID_NOT_FOUND with a message (KIP-1043).
import { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

export const describeGroups = handler(DescribeGroups, (request, context) =>
  context.broker.groups.describeGroups(request, groupRequestContext(context)),
)
