// CreatePartitions (37), versions 0-3: raises topics to a new total number of partitions.
// Behaviour: every topic of the request gets a result. The count is the new total; the same or less is INVALID_PARTITIONS. Assignments, when
// given, are one per added partition and checked against the one broker there is. A name given twice is INVALID_REQUEST; more than 10,000
// added partitions in one request are POLICY_VIOLATION for all of it.
// Versions: v2 flexible; v3 the same to us.
// Not implemented: timeoutMs (the answer follows the commit), quotas (KIP-599).
import { exceedsPartitionLimit, tooManyPartitions } from '../../metadata/partition-limit.ts'
import { checkAssignment } from '../../metadata/replica-assignment.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { CreatePartitions } from '../../protocol/messages/create-partitions.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof CreatePartitions>
type Response = ResponseOf<typeof CreatePartitions>
type Extension = Request['topics'][number]
type Result = Response['results'][number]

export const createPartitions = handler(CreatePartitions, async (request, context): Promise<Response> => {
  const { broker } = context
  const named = Map.groupBy(request.topics, (topic) => topic.name)
  const isTooMuch = exceedsPartitionLimit(request.topics.map((topic) => partitionsAdded(topic, broker)))
  const results = [...named].map(async ([name, [topic, again]]) => {
    if (isTooMuch) return failed(name, tooManyPartitions())
    if (again !== undefined) return failed(name, kafkaError('INVALID_REQUEST', `Topic "${name}" appears twice in the request.`))
    if (!isAuthorized(context, 'ALTER', 'TOPIC', name)) return failed(name, kafkaError('TOPIC_AUTHORIZATION_FAILED'))
    return extend(topic!, request.validateOnly, broker)
  })
  return { results: await Promise.all(results) }
})

function partitionsAdded({ name, count }: Extension, { topics }: BrokerContext): number {
  const topic = topics.get(name)
  return topic === undefined ? 0 : count - topic.partitions.length
}

async function extend({ name, count, assignments }: Extension, validateOnly: boolean, broker: BrokerContext): Promise<Result> {
  try {
    const topic = broker.topics.validatePartitionCount(name, count)
    if (assignments !== null) checkAssignments(assignments, topic.partitions.length, count, broker.nodeId)
    if (!validateOnly) await broker.topics.createPartitions(name, count)
    return { name, errorCode: ErrorCode.NONE, errorMessage: null }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failed(name, error)
  }
}

function checkAssignments(assignments: NonNullable<Extension['assignments']>, current: number, count: number, nodeId: number): void {
  if (assignments.length !== count - current) {
    throw kafkaError('INVALID_REPLICA_ASSIGNMENT', `${count - current} partitions would be added, but ${assignments.length} are assigned.`)
  }
  for (const [i, { brokerIds }] of assignments.entries()) checkAssignment(current + i, brokerIds, nodeId)
}

function failed(name: string, { code, message }: KafkaError): Result {
  return { name, errorCode: code, errorMessage: message }
}
