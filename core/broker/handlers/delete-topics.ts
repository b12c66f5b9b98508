// DeleteTopics (20), versions 1-6: deletes topics with their records and every group's offsets for them, in one commit.
// Behaviour: an unknown name is UNKNOWN_TOPIC_OR_PARTITION, an unknown id UNKNOWN_TOPIC_ID. A topic meant twice (also once by name and once
// by id), or an entry with both or neither, is INVALID_REQUEST and nothing of it is deleted. Parked fetches learn of it by Topics.deleted.
// Versions: v3 TOPIC_DELETION_DISABLED when delete.topic.enable is false (before: INVALID_REQUEST); v5 messages; v6 ids (KIP-516).
// Not implemented: timeoutMs (the answer follows the commit), quotas (KIP-599).
import type { Alongside, Topic } from '../../metadata/topics.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DeleteTopics } from '../../protocol/messages/delete-topics.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'

type Response = ResponseOf<typeof DeleteTopics>
type Result = Response['responses'][number]
type Wanted = RequestOf<typeof DeleteTopics>['topics'][number]

export const deleteTopics = handler(DeleteTopics, async (request, context): Promise<Response> => {
  const { broker, apiVersion } = context
  const wanted = apiVersion >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
  if (!broker.configs.getBoolean('delete.topic.enable')) return { responses: wanted.map((item) => failed(item, disabled(apiVersion))) }
  const bySubject = Map.groupBy(wanted, (item) => subjectOf(item, broker))
  const results = [...bySubject.values()].map(async ([item, again]) => {
    if (again !== undefined) return failed(item!, twice(item!))
    return deleteTopic(item!, context)
  })
  return { responses: await Promise.all(results) }
})

function disabled(apiVersion: number): KafkaError {
  const message = 'Topics cannot be deleted: delete.topic.enable is false.'
  return kafkaError(apiVersion < 3 ? 'INVALID_REQUEST' : 'TOPIC_DELETION_DISABLED', message)
}

const twice = (item: Wanted): KafkaError => kafkaError('INVALID_REQUEST', `${title(item)} appears twice in the request.`)

/** What makes two entries mean the same: the topic's id where there is such a topic, else what was written. */
function subjectOf(item: Wanted, { topics }: BrokerContext): string {
  const topic = item.topicId === ZERO_UUID ? topics.get(item.name ?? '') : topics.getById(item.topicId)
  return isAmbiguous(item) || topic === undefined ? JSON.stringify([item.name, item.topicId]) : topic.topicId
}

const isAmbiguous = ({ name, topicId }: Wanted): boolean => (name === null) === (topicId === ZERO_UUID)

async function deleteTopic(item: Wanted, context: RequestContext): Promise<Result> {
  const { broker } = context
  try {
    const { name, topicId } = await broker.topics.delete(allowedTopicOf(item, context), (topic) => diesWith(topic, broker))
    return { name, topicId, errorCode: ErrorCode.NONE, errorMessage: null }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failed(item, error)
  }
}

/** What belongs to a topic elsewhere. */
function diesWith(topic: Topic, { groups, retries }: BrokerContext): Alongside {
  const all = [groups.topicDeletion(topic), retries.topicDeletion(topic)]
  return {
    writes: all.flatMap(({ writes }) => writes),
    apply() {
      for (const one of all) one.apply()
    },
  }
}

/** Who may not even see a topic is not told whether it is there. */
function allowedTopicOf(item: Wanted, context: RequestContext): Topic {
  if (item.name !== null && !maySeeToDelete(item.name, context)) throw kafkaError('TOPIC_AUTHORIZATION_FAILED')
  const topic = topicOf(item, context.broker)
  const isAllowed = isAuthorized(context, 'DELETE', 'CLUSTER') || isAuthorized(context, 'DELETE', 'TOPIC', topic.name)
  if (!isAllowed) throw kafkaError('TOPIC_AUTHORIZATION_FAILED')
  return topic
}

function maySeeToDelete(name: string, context: RequestContext): boolean {
  return isAuthorized(context, 'DELETE', 'CLUSTER') || isAuthorized(context, 'DESCRIBE', 'TOPIC', name)
}

function topicOf(item: Wanted, { topics }: BrokerContext): Topic {
  if (isAmbiguous(item)) {
    throw kafkaError('INVALID_REQUEST', item.name === null ? 'A topic has neither name nor id.' : `${title(item)} has an id too.`)
  }
  const topic = item.name === null ? topics.getById(item.topicId) : topics.get(item.name)
  if (topic === undefined) throw kafkaError('UNKNOWN_TOPIC_ID', `${title(item)} does not exist.`)
  return topic
}

/** A client that asked by name knows no ids, whichever of the two lookups failed. */
function failed(item: Wanted, { code, message }: KafkaError): Result {
  const isUnknownName = code === ErrorCode.UNKNOWN_TOPIC_ID && item.name !== null
  const errorCode = isUnknownName ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : code
  return { name: item.name, topicId: item.topicId, errorCode, errorMessage: message }
}

const title = ({ name, topicId }: Wanted): string => (name === null ? `Topic id ${topicId}` : `Topic "${name}"`)
