// Heartbeat (key 12), versions 0-4.
//
// Starts the member's session again. REBALANCE_IN_PROGRESS tells it to join again, and keeps it alive all the same.
// In a consumer group (KIP-848) it says so while there are partitions to give up or to get.
// Versions: v3+ static members, FENCED_INSTANCE_ID for one whose instance id has a new owner (KIP-345).
import { ErrorCode } from '../../protocol/error-codes.ts'
import { Heartbeat } from '../../protocol/messages/heartbeat.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const heartbeat = handler(Heartbeat, (request, context) => {
  if (!isAuthorized(context, 'READ', 'GROUP', request.groupId)) return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }
  return context.broker.groups.heartbeat(request)
})
