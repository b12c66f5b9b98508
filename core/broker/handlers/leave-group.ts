// LeaveGroup (key 13), versions 0-5.
//
// Members leave without waiting for their session to end. v0-2: one member, its error on top. v3+: many, each with its own error;
// an instance id without a member id removes a static member on an administrator's behalf (KIP-345). v5: reason (KIP-800), not used.
// In a consumer group (KIP-848) members of either protocol can be removed.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { LeaveGroup } from '../../protocol/messages/leave-group.ts'
import { isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

export const leaveGroup = handler(LeaveGroup, async (request, context) => {
  if (!isAuthorized(context, 'READ', 'GROUP', request.groupId)) return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, members: [] }
  return context.broker.groups.leaveGroup(request, groupRequestContext(context))
})
