// WriteTxnMarkers (key 27), versions 1-2.
//
// Ends what a producer has open on partitions, whatever the coordinator knows: how kafka-transactions.sh aborts a hanging transaction (KIP-664). Durable
// before the answer. A marker with an older epoch than the partition has seen is INVALID_PRODUCER_EPOCH, one of an older coordinator
// TRANSACTION_COORDINATOR_FENCED, a producer or epoch below zero UNKNOWN_SERVER_ERROR. Needs ALTER or CLUSTER_ACTION on the cluster. v2 (KIP-1228): from transaction version 2 on the epoch must be newer
// than that of the producer's own batches.
// Not implemented: markers for `__consumer_offsets`, which is no topic here (UNKNOWN_TOPIC_OR_PARTITION); pending offsets cannot outlive their transaction.
import { AppendError } from '../../log/append-error.ts'
import type { PartitionLog, PendingUnit } from '../../log/partition-log.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { WriteTxnMarkers } from '../../protocol/messages/write-txn-markers.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'
import { findLog, findTopic } from '../partition-lookup.ts'

type MarkerRequest = RequestOf<typeof WriteTxnMarkers>['markers'][number]
type Response = ResponseOf<typeof WriteTxnMarkers>

const EPOCH_PER_TRANSACTION = 2

export const writeTxnMarkers = handler(WriteTxnMarkers, async ({ markers }, context): Promise<Response> => {
  const mayWrite = isAuthorized(context, 'ALTER', 'CLUSTER') || isAuthorized(context, 'CLUSTER_ACTION', 'CLUSTER')
  const unit: PendingUnit = { appends: [], writes: [] }
  const codeOf = (marker: MarkerRequest, topic: string, partition: number): number =>
    mayWrite ? write(marker, topic, partition, context, unit) : ErrorCode.CLUSTER_AUTHORIZATION_FAILED
  const response: Response = {
    markers: markers.map((marker) => ({
      producerId: marker.producerId,
      topics: marker.topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode: codeOf(marker, name, partitionIndex) })),
      })),
    })),
  }
  return unit.appends.length === 0 || (await isDurable(unit, context.broker)) ? response : allFailed(response)
})

function write(marker: MarkerRequest, topic: string, partition: number, { broker }: RequestContext, unit: PendingUnit): number {
  const log = findLog(broker, findTopic(broker, { name: topic, topicId: '', usesIds: false }), partition)
  if (typeof log === 'number') return log
  const { producerId, producerEpoch, coordinatorEpoch, transactionResult } = marker
  if (producerId < 0 || producerEpoch < 0) return ErrorCode.UNKNOWN_SERVER_ERROR // what Kafka makes of a marker that it cannot build
  if (marker.transactionVersion >= EPOCH_PER_TRANSACTION && producerEpoch <= epochOf(log, producerId)) return ErrorCode.INVALID_PRODUCER_EPOCH
  try {
    log.appendMarker({ producerId, producerEpoch, coordinatorEpoch, isCommit: transactionResult }, unit)
    return ErrorCode.NONE
  } catch (error) {
    if (!(error instanceof AppendError)) throw error
    return ErrorCode[error.code]
  }
}

function epochOf(log: PartitionLog, producerId: number): number {
  return log.activeProducers().find((producer) => producer.producerId === producerId)?.producerEpoch ?? -1
}

function isDurable(unit: PendingUnit, { storage }: BrokerContext): Promise<boolean> {
  return new Promise((resolve) => storage.submit(unit, (error) => resolve(error === null)))
}

function allFailed({ markers }: Response): Response {
  const failed = (errorCode: number): number => (errorCode === ErrorCode.NONE ? ErrorCode.KAFKA_STORAGE_ERROR : errorCode)
  return {
    markers: markers.map(({ producerId, topics }) => ({
      producerId,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, errorCode }) => ({ partitionIndex, errorCode: failed(errorCode) })),
      })),
    })),
  }
}
