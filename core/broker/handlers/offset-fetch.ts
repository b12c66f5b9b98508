// OffsetFetch (key 9), versions 1-10.
//
// The durable offsets of a group; what was never committed is offset -1 without an error, also for a group that does not exist.
// v2+: null topics mean all. v5+: leader epochs. v7+: requireStable, UNSTABLE_OFFSET_COMMIT while a transaction that is not over
// has an offset for the partition (KIP-447). v8+: many groups.
// v9+: member id and epoch: in a consumer group (KIP-848) UNKNOWN_MEMBER_ID or STALE_MEMBER_EPOCH where they are not right. v10: topic ids, UNKNOWN_TOPIC_ID per partition.
import { OffsetFetch } from '../../protocol/messages/offset-fetch.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler } from '../handler.ts'
import { visibleOffsets } from '../visible-offsets.ts'

export const offsetFetch = handler(OffsetFetch, (request, context) => {
  const response = context.broker.groups.offsetFetch(request, groupRequestContext(context))
  return context.broker.authorizer === undefined ? response : visibleOffsets(request, response, context)
})
