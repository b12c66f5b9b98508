// JoinGroup (key 11), versions 0-9.
//
// A member joins a classic group, or joins again in a rebalance; the answer comes when the next generation begins (core/groups/classic).
// v0: the session timeout is the rebalance timeout too. v4+: a dynamic member without an id gets MEMBER_ID_REQUIRED and one (KIP-394).
// v5+: static members (KIP-345). v7+: protocolType, and protocolName may be null (KIP-559). v8+: reason, for the log (KIP-800).
// v9: SkipAssignment for a static leader that came back (KIP-814); before, such a leader is told the name of the old one.
// In a consumer group (KIP-848) the answer comes at once, without a leader: the share is the server's, and SyncGroup fetches it.
import { joinError } from '../../groups/classic/responses.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { JoinGroup } from '../../protocol/messages/join-group.ts'
import { isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler, type RequestContext } from '../handler.ts'

const NULL_PROTOCOL_SINCE = 7

async function answerJoinGroup(request: RequestOf<typeof JoinGroup>, context: RequestContext): Promise<ResponseOf<typeof JoinGroup>> {
  const isAllowed = isAuthorized(context, 'READ', 'GROUP', request.groupId)
  const response = isAllowed ? await context.broker.groups.joinGroup(request, groupRequestContext(context)) : joinError(ErrorCode.GROUP_AUTHORIZATION_FAILED)
  return context.apiVersion < NULL_PROTOCOL_SINCE ? { ...response, protocolName: response.protocolName ?? '' } : response
}

export const joinGroup = handler(JoinGroup, answerJoinGroup, 'waits')
