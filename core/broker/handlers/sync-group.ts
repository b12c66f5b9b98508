// SyncGroup (key 14), versions 0-5.
//
// The leader hands in the assignments; every member is answered with its own once they are durable, an empty one if it was left out.
// REBALANCE_IN_PROGRESS sends a member back to JoinGroup. In a Stable group a retry gets the stored assignment.
// v3+: static members (KIP-345). v5: protocol type and name must be the group's, else INCONSISTENT_GROUP_PROTOCOL (KIP-559).
import { SyncGroup } from '../../protocol/messages/sync-group.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

export const syncGroup = handler(
  SyncGroup,
  async (request, context) => context.broker.groups.syncGroup(request, groupRequestContext(context)),
  'waits',
)
