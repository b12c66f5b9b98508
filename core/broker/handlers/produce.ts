// Produce (key 0), versions 3-13 (0-2 are advertised for librdkafka < 2.11.1 and refused, KAFKA-18659).
//
// Appends one batch per partition. acks=1 and acks=all are answered once the records are durable; acks=0 gets no answer, and an error closes
// the connection. Partitions succeed and fail on their own. v8+ names the records at fault (KIP-467), v13+ speaks of topic ids (KIP-516).
// A transactional batch needs its transaction: v3-11 ask the coordinator whether the partition is part of it (INVALID_TXN_STATE, v11 TRANSACTION_ABORTABLE),
// v12+ add it by writing (KIP-890); INVALID_PRODUCER_EPOCH and INVALID_PRODUCER_ID_MAPPING tell a producer that was replaced.
// Not implemented: current leader and node endpoints (one node, never moved).
import { AppendError } from '../../log/append-error.ts'
import type { Appended, PartitionLog, PendingUnit } from '../../log/partition-log.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { Produce } from '../../protocol/messages/produce.ts'
import type { BatchHeader } from '../../protocol/records/record-batch.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { type Answer, CLOSE_CONNECTION, handler, NO_RESPONSE, type RequestContext } from '../handler.ts'
import { findAllowedTopic, findLog, type FoundTopic } from '../partition-lookup.ts'
import { mute } from '../throttle.ts'

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
    const refused = respond(request, context, (partition) => failure(partition.index, 'INVALID_REQUIRED_ACKS', `acks must be -1, 0 or 1, not ${request.acks}.`))
    return settled(refused, request, context)
  }
  const unit: PendingUnit = { appends: [], writes: [] }
  const pending: Pending[] = []
  const response = respond(request, context, (partition, found) => appendPartition({ partition, found, transactionalId: request.transactionalId, unit, pending }, context))
  const changesNothing = pending.length === 0 && unit.writes.length === 0
  if (changesNothing && request.acks !== 0) return settled(response, request, context)
  return afterwards(context.broker, unit, pending, () => settled(response, request, context))
}

/** A producer over its quota is told so, and muted (KIP-219); with acks=0 it is only muted. */
function settled(response: Response, { acks }: Request, context: RequestContext): Answer<Response> {
  const throttleTimeMs = context.broker.produceQuota.record(context, context.requestBytes)
  if (acks !== 0) return throttleTimeMs === 0 ? response : { ...response, throttleTimeMs }
  if (hasError(response)) return CLOSE_CONNECTION
  mute(context.connection, throttleTimeMs, context.broker.clock)
  return NO_RESPONSE
}

/** Runs ahead of the requests before it, so that pipelined batches share a flush. */
export const produce = handler(Produce, answerProduce, 'ahead')

function respond(
  request: Request,
  context: RequestContext,
  answer: (partition: TopicData['partitionData'][number], found: FoundTopic) => PartitionResponse,
): Response {
  const usesIds = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS
  const answerTopic = ({ name, topicId, partitionData }: TopicData): TopicResponse => {
    const found = findAllowedTopic(context, 'WRITE', { name, topicId, usesIds })
    return { name, topicId, partitionResponses: partitionData.map((partition) => answer(partition, found)) }
  }
  return { responses: request.topicData.filter(({ partitionData }) => partitionData.length > 0).map(answerTopic) }
}

interface WantedAppend {
  readonly partition: TopicData['partitionData'][number]
  readonly found: FoundTopic
  readonly transactionalId: string | null
  readonly unit: PendingUnit
  readonly pending: Pending[]
}

function appendPartition({ partition, found, transactionalId, unit, pending }: WantedAppend, context: RequestContext): PartitionResponse {
  const { broker, apiVersion, clientId } = context
  const log = findLog(broker, found, partition.index)
  if (typeof log === 'number') return { index: partition.index, errorCode: log, baseOffset: -1 }
  if (found.topic!.isInternal && clientId !== '__admin_client') {
    return failure(partition.index, 'INVALID_TOPIC_EXCEPTION', `Topic "${found.topic!.name}" is internal; clients may not write to it.`)
  }
  if (broker.storage.refusal !== null) return failure(partition.index, 'KAFKA_STORAGE_ERROR', `Writes are refused: ${broker.storage.refusal}`)
  /** The log is asked for its start only where the coordinator had nothing against the batch. */
  let wasAdmitted = true
  try {
    const admit = (header: BatchHeader): void => {
      wasAdmitted = false
      admitTransactional(header, transactionalId, { topic: found.topic!.name, partition: partition.index }, context, unit)
      wasAdmitted = true
    }
    const appended = log.append(partition.records, { produceVersion: apiVersion, admit }, unit)
    const response = success(partition.index, appended, log.logStartOffset)
    pending.push({ log, response })
    return response
  } catch (error) {
    if (!(error instanceof AppendError)) throw error
    return {
      ...failure(partition.index, error.code, error.message),
      logStartOffset: wasAdmitted && error.isOfLog ? log.logStartOffset : -1,
      recordErrors: error.recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message })),
    }
  }
}

/** Throws AppendError unless the batch may be part of its producer's transaction. */
function admitTransactional(
  { producerId, producerEpoch }: BatchHeader,
  transactionalId: string | null,
  where: { topic: string; partition: number },
  context: RequestContext,
  unit: PendingUnit,
): void {
  if (transactionalId === null || !isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    throw new AppendError('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', transactionalId === null ? 'A transactional batch needs a transactional id.' : `Not allowed: transaction "${transactionalId}".`)
  }
  context.broker.transactions.admit({ ...where, transactionalId, producerId, producerEpoch, produceVersion: context.apiVersion }, unit)
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
