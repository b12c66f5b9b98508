// Produce (key 0), versions 3-13 (0-2 are advertised for librdkafka < 2.11.1 and refused, KAFKA-18659).
//
// Appends one batch per partition. acks=1 and acks=all are answered once the records are durable; acks=0 gets no answer, and an error closes
// the connection. Partitions succeed and fail on their own. v8+ names the records at fault (KIP-467), v13+ speaks of topic ids (KIP-516).
// Not implemented: transactions (a transactional batch gets INVALID_TXN_STATE); current leader and node endpoints (one node, never moved).
import { AppendError } from '../../log/append-error.ts'
import type { Appended, PartitionLog, PendingUnit } from '../../log/partition-log.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { Produce } from '../../protocol/messages/produce.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import type { BrokerContext } from '../broker-context.ts'
import { type Answer, CLOSE_CONNECTION, handler, NO_RESPONSE, type RequestContext } from '../handler.ts'
import { findLog, findTopic, type FoundTopic } from '../partition-lookup.ts'

type Request = RequestOf<typeof Produce>
type Response = ResponseOf<typeof Produce>
type TopicData = Request['topicData'][number]
type TopicResponse = Response['responses'][number]
type PartitionResponse = TopicResponse['partitionResponses'][number]

/** A success that waits for its unit. */
interface Pending {
  readonly log: PartitionLog
  readonly response: PartitionResponse
}

const FIRST_VERSION_WITH_TOPIC_IDS = 13

function answerProduce(request: Request, context: RequestContext): Answer<Response> | Promise<Answer<Response>> {
  if (request.acks < -1 || request.acks > 1) {
    return respond(request, context, (partition) => failure(partition.index, 'INVALID_REQUIRED_ACKS', `acks must be -1, 0 or 1, not ${request.acks}.`))
  }
  const unit: PendingUnit = { appends: [], writes: [] }
  const pending: Pending[] = []
  const response = respond(request, context, (partition, found) => appendPartition(partition, found, context, unit, pending))
  if (request.acks === 0) return afterwards(context.broker, unit, pending, () => (hasError(response) ? CLOSE_CONNECTION : NO_RESPONSE))
  return pending.length === 0 ? response : afterwards(context.broker, unit, pending, () => response)
}

/** Runs ahead of the requests before it, so that pipelined batches share a flush. */
export const produce = handler(Produce, answerProduce, 'ahead')

function respond(
  request: Request,
  { broker, apiVersion }: RequestContext,
  answer: (partition: TopicData['partitionData'][number], found: FoundTopic) => PartitionResponse,
): Response {
  const usesIds = apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS
  return {
    responses: request.topicData.map(({ name, topicId, partitionData }): TopicResponse => {
      const found = findTopic(broker, { name, topicId, usesIds })
      return { name, topicId, partitionResponses: partitionData.map((partition) => answer(partition, found)) }
    }),
  }
}

function appendPartition(
  partition: TopicData['partitionData'][number],
  found: FoundTopic,
  { broker, apiVersion, clientId }: RequestContext,
  unit: PendingUnit,
  pending: Pending[],
): PartitionResponse {
  const log = findLog(broker, found, partition.index)
  if (typeof log === 'number') return { index: partition.index, errorCode: log, baseOffset: -1 }
  if (found.topic!.isInternal && clientId !== '__admin_client') {
    return failure(partition.index, 'INVALID_TOPIC_EXCEPTION', `Topic "${found.topic!.name}" is internal; clients may not write to it.`)
  }
  if (broker.storage.refusal !== null) return failure(partition.index, 'KAFKA_STORAGE_ERROR', `Writes are refused: ${broker.storage.refusal}`)
  try {
    const appended = log.append(partition.records, { produceVersion: apiVersion }, unit)
    const response = success(partition.index, appended, log.logStartOffset)
    pending.push({ log, response })
    return response
  } catch (error) {
    if (!(error instanceof AppendError)) throw error
    return {
      ...failure(partition.index, error.code, error.message),
      logStartOffset: log.logStartOffset,
      recordErrors: error.recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message })),
    }
  }
}

/** Resolves once the unit is durable. A unit without appends (only repeated batches) waits too: the first copies may still be on their way. */
function afterwards<T>({ storage }: BrokerContext, unit: PendingUnit, pending: readonly Pending[], answer: () => T): Promise<T> {
  return new Promise((resolve) => {
    storage.submit(unit, (error) => {
      for (const { log, response } of pending) {
        if (error) Object.assign(response, failure(response.index, 'KAFKA_STORAGE_ERROR', error.message))
        else if (log.isDropped) Object.assign(response, failure(response.index, 'UNKNOWN_TOPIC_OR_PARTITION', 'The topic was deleted meanwhile.'))
      }
      resolve(answer())
    })
  })
}

const success = (index: number, appended: Appended, logStartOffset: number): PartitionResponse => ({
  index,
  errorCode: ErrorCode.NONE,
  baseOffset: appended.baseOffset,
  logAppendTimeMs: appended.logAppendTimeMs,
  logStartOffset,
})

const failure = (index: number, code: keyof typeof ErrorCode, errorMessage: string): PartitionResponse => ({
  index,
  errorCode: ErrorCode[code],
  baseOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: -1,
  errorMessage,
})

const hasError = (response: Response): boolean =>
  response.responses.some(({ partitionResponses }) => partitionResponses.some(({ errorCode }) => errorCode !== ErrorCode.NONE))
