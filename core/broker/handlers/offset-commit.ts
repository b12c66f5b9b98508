// OffsetCommit (key 8), versions 2-10.
//
// Stores how far a group has read; answered when durable. Without a generation only an Empty or new group takes offsets.
// v2-4: retentionTimeMs is ignored, `offsets.retention.minutes` decides. v6+: leader epochs. v7+: static members (KIP-345).
// v9+: GROUP_ID_NOT_FOUND where older versions get ILLEGAL_GENERATION (KIP-848). v10: topic ids, UNKNOWN_TOPIC_ID.
// Members of consumer groups commit with their member epoch, v9+ (older: UNSUPPORTED_VERSION): STALE_MEMBER_EPOCH for one that is ahead, or behind
// the epoch since which the member has the partition (KIP-1251).
import { refuseOffsetCommit } from '../../groups/offsets/offset-commit.ts'
import { TOPIC_IDS_SINCE } from '../../groups/topic-lookup.ts'
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { OffsetCommit } from '../../protocol/messages/offset-commit.ts'
import { isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler, type RequestContext } from '../handler.ts'

export const offsetCommit = handler(OffsetCommit, async (request, context) => {
  if (!isAuthorized(context, 'READ', 'GROUP', request.groupId)) return refuseOffsetCommit(request, ErrorCode.GROUP_AUTHORIZATION_FAILED)
  const denied = new Set(request.topics.filter((topic) => !mayRead(topic, context)))
  if (denied.size === 0) return context.broker.groups.offsetCommit(request, groupRequestContext(context))
  const refused = refuseOffsetCommit({ ...request, topics: [...denied] }, ErrorCode.TOPIC_AUTHORIZATION_FAILED)
  const allowed = { ...request, topics: request.topics.filter((topic) => !denied.has(topic)) }
  const answered = allowed.topics.length === 0 ? refused : await context.broker.groups.offsetCommit(allowed, groupRequestContext(context))
  const [answers, refusals] = [answered.topics.values(), refused.topics.values()]
  return { topics: request.topics.map((topic) => (denied.has(topic) ? refusals : answers).next().value!) }
})

/** An id that is no topic's has its own error. */
function mayRead({ name, topicId }: RequestOf<typeof OffsetCommit>['topics'][number], context: RequestContext): boolean {
  if (context.broker.authorizer === undefined) return true
  const usesIds = context.apiVersion >= TOPIC_IDS_SINCE
  const topicName = usesIds ? context.broker.topics.getById(topicId)?.name : name
  return topicName === undefined || isAuthorized(context, 'READ', 'TOPIC', topicName)
}
