// DescribeProducers (key 61), version 0.
//
// The producers that a partition remembers (until `producer.id.expiration.ms`), and where the open transaction of each begins there: what finds a
// hanging one (KIP-664). READ on the topic is needed.
import { validateTopicName } from '../../metadata/topic-name.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeProducers } from '../../protocol/messages/describe-producers.ts'
import { isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'
import { findLog, findTopic } from '../partition-lookup.ts'

type PartitionResponse = ResponseOf<typeof DescribeProducers>['topics'][number]['partitions'][number]

export const describeProducers = handler(DescribeProducers, ({ topics }, context) => ({
  topics: topics.map(({ name, partitionIndexes }) => ({ name, partitions: partitionIndexes.map((index) => describe(name, index, context)) })),
}))

function describe(topic: string, partitionIndex: number, context: RequestContext): PartitionResponse {
  if (!isAuthorized(context, 'READ', 'TOPIC', topic)) return failed(partitionIndex, ErrorCode.TOPIC_AUTHORIZATION_FAILED, null)
  const problem = validateTopicName(topic)
  if (problem !== null) return failed(partitionIndex, ErrorCode.INVALID_TOPIC_EXCEPTION, problem)
  const found = findTopic(context.broker, { name: topic, topicId: '', usesIds: false })
  const log = findLog(context.broker, found, partitionIndex)
  if (typeof log === 'number') return failed(partitionIndex, log, found.topic ? null : `Topic "${topic}" does not exist.`)
  const activeProducers = log.activeProducers().map(({ lastTimestampMs, currentTransactionFirstOffset, ...producer }) => {
    return { ...producer, lastTimestamp: lastTimestampMs, currentTxnStartOffset: currentTransactionFirstOffset }
  })
  return { partitionIndex, errorCode: ErrorCode.NONE, errorMessage: null, activeProducers }
}

function failed(partitionIndex: number, errorCode: number, errorMessage: string | null): PartitionResponse {
  return { partitionIndex, errorCode, errorMessage, activeProducers: [] }
}
