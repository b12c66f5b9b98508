// OffsetDelete (key 47), version 0.
//
// Deletes committed offsets of a group, and those of open transactions with them; answered when durable (KIP-496). Partitions of topics that
// members are subscribed to are GROUP_SUBSCRIBED_TO_TOPIC, those that do not exist UNKNOWN_TOPIC_OR_PARTITION; what was never committed
// counts as deleted. A group with members that do not speak the consumer protocol is NON_EMPTY_GROUP, one that does not exist
// GROUP_ID_NOT_FOUND.
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '../../groups/offsets/offset-delete.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { OffsetDelete } from '../../protocol/messages/offset-delete.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const offsetDelete = handler(OffsetDelete, async (request, context) => {
  if (!isAuthorized(context, 'DELETE', 'GROUP', request.groupId)) return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }
  const mayRead = new Set(request.topics.flatMap(({ name }) => (isAuthorized(context, 'READ', 'TOPIC', name) ? [name] : [])))
  const response = await context.broker.groups.offsetDelete({ ...request, topics: request.topics.filter(({ name }) => mayRead.has(name)) })
  if (response.errorCode !== ErrorCode.NONE) return response
  const answered = response.topics.values()
  return { errorCode: ErrorCode.NONE, topics: request.topics.map((topic) => (mayRead.has(topic.name) ? answered.next().value! : denied(topic))) }
})

function denied({ name, partitions }: OffsetDeleteRequest['topics'][number]): OffsetDeleteResponse['topics'][number] {
  return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED })) }
}
