// SyncGroup (key 14), versions 0-5.
//
// The leader hands in the assignments; every member is answered with its own once they are durable, an empty one if it was left out.
// REBALANCE_IN_PROGRESS sends a member back to JoinGroup. In a Stable group a retry gets the stored assignment.
// v3+: static members (KIP-345). v5: protocol type and name must be there and be the group's, else
// INCONSISTENT_GROUP_PROTOCOL (KIP-559). In a consumer group (KIP-848) the assignment is the server's, and comes at once.
import { syncError } from '../../groups/classic/responses.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { SyncGroup } from '../../protocol/messages/sync-group.ts'
import { isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

const FIRST_VERSION_WITH_PROTOCOL = 5

export const syncGroup = handler(
  SyncGroup,
  async (request, context) => {
    if (context.apiVersion >= FIRST_VERSION_WITH_PROTOCOL && (request.protocolType === null || request.protocolName === null)) {
      return syncError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    }
    if (!isAuthorized(context, 'READ', 'GROUP', request.groupId)) return syncError(ErrorCode.GROUP_AUTHORIZATION_FAILED)
    return context.broker.groups.syncGroup(request, groupRequestContext(context))
  },
  'waits',
)
