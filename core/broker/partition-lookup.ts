// Finds the log that a request means, by topic name or topic id, or the error code its partition gets.
import { LEADER_EPOCH, type PartitionLog } from '../log/partition-log.ts'
import type { Topic } from '../metadata/topics.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { READ_COMMITTED } from '../protocol/isolation-level.ts'
import { isAuthorized, type Operation } from './authorize.ts'
import type { BrokerContext } from './broker-context.ts'
import type { RequestContext } from './handler.ts'

/** How a request names a topic: ids from some version on, names before. */
export interface TopicReference {
  readonly name: string
  readonly topicId: string
  readonly usesIds: boolean
}

export interface FoundTopic {
  /** Undefined when there is none. */
  readonly topic: Topic | undefined
  /** What each partition of a missing topic gets; NONE otherwise. */
  readonly errorCode: number
}

export function findTopic({ topics }: BrokerContext, reference: TopicReference): FoundTopic {
  const topic = reference.usesIds ? topics.getById(reference.topicId) : topics.get(reference.name)
  if (topic) return { topic, errorCode: ErrorCode.NONE }
  return { topic, errorCode: reference.usesIds ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
}

/** The same for what not everybody may do: a topic that the client may not touch is like none, with another error. An id that is none stays one. */
export function findAllowedTopic(context: RequestContext, operation: Operation, reference: TopicReference): FoundTopic {
  const found = findTopic(context.broker, reference)
  if (context.broker.authorizer === undefined || (reference.usesIds && found.topic === undefined)) return found
  const isAllowed = isAuthorized(context, operation, 'TOPIC', found.topic?.name ?? reference.name)
  return isAllowed ? found : { topic: undefined, errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED }
}

/** The log of partition `index`, or the error code to answer. */
export function findLog({ logs }: BrokerContext, found: FoundTopic, index: number): PartitionLog | number {
  const partitionId = found.topic?.partitions[index]
  if (partitionId === undefined) return found.errorCode || ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  const log = logs.get(partitionId)
  return log === undefined || log.isDropped ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : log
}

/** How far the log may be read: nothing at or after it is told of. */
export function endOf(log: PartitionLog, isolationLevel: number): number {
  return isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.highWatermark
}

/** How far it may be fetched: records of a delayed topic are out of sight for a while. Offsets that are asked for by name tell of them all the same. */
export function fetchEndOf(log: PartitionLog, isolationLevel: number, { retries }: BrokerContext): number {
  return Math.min(endOf(log, isolationLevel), retries.deliverableEnd(log))
}

/** KIP-320: what the epoch that a client believes in deserves; -1 skips the check. */
export function checkLeaderEpoch(currentLeaderEpoch: number): number {
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === LEADER_EPOCH) return ErrorCode.NONE
  return currentLeaderEpoch < LEADER_EPOCH ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH
}
