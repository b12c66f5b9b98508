// OffsetCommit (key 8), versions 2-10.
//
// Stores how far a group has read; answered when durable. Without a generation only an Empty or new group takes offsets.
// v2-4: retentionTimeMs is ignored, `offsets.retention.minutes` decides. v6+: leader epochs. v7+: static members (KIP-345).
// v9+: GROUP_ID_NOT_FOUND where older versions get ILLEGAL_GENERATION (KIP-848). v10: topic ids, UNKNOWN_TOPIC_ID.
// Not implemented: KIP-848 member epochs.
import { OffsetCommit } from '../../protocol/messages/offset-commit.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'

export const offsetCommit = handler(OffsetCommit, async (request, context) =>
  context.broker.groups.offsetCommit(request, groupRequestContext(context)),
)
