// OffsetDelete (key 47), version 0.
//
// Deletes committed offsets of a group, and those of open transactions with them; answered when durable (KIP-496). Partitions of topics that
// members are subscribed to are GROUP_SUBSCRIBED_TO_TOPIC; what was never committed counts as deleted. A group with members that do not
// speak the consumer protocol is NON_EMPTY_GROUP, one that does not exist GROUP_ID_NOT_FOUND.
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '../../groups/offsets/offset-delete.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { OffsetDelete } from '../../protocol/messages/offset-delete.ts'
import { isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'

export const offsetDelete = handler(OffsetDelete, async (request, context) => {
  if (!isAuthorized(context, 'DELETE', 'GROUP', request.groupId)) return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }
  const refused = new Map(request.topics.flatMap(({ name }) => refusalOf(name, context)))
  const topics = request.topics.filter(({ name }) => !refused.has(name))
  // As in Kafka, the group is not asked where nothing is left to ask of it.
  const response = topics.length === 0 ? { errorCode: ErrorCode.NONE, topics: [] } : await context.broker.groups.offsetDelete({ ...request, topics })
  if (response.errorCode !== ErrorCode.NONE) return response
  return { errorCode: ErrorCode.NONE, topics: request.topics.map((topic) => answerOf(topic, refused, response)) }
})

function refusalOf(topic: string, context: RequestContext): [string, number][] {
  if (!isAuthorized(context, 'READ', 'TOPIC', topic)) return [[topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED]]
  return context.broker.topics.get(topic) === undefined ? [[topic, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]] : []
}

function answerOf({ name, partitions }: OffsetDeleteRequest['topics'][number], refused: ReadonlyMap<string, number>, { topics }: OffsetDeleteResponse) {
  const errorCode = refused.get(name)
  if (errorCode === undefined) return topics.find((topic) => topic.name === name)!
  return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }
}
