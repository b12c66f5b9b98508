// What the APIs of transactions have in common: errors in the words that a version knows, and the partitions that a request names.
import { ErrorCode } from '../protocol/error-codes.ts'
import { isAuthorized } from './authorize.ts'
import { findLog, findTopic } from './partition-lookup.ts'
import type { RequestContext } from './handler.ts'

/** KIP-588: before `fencedSince` a fenced producer is told of its epoch. */
export function inWordsOf(apiVersion: number, errorCode: number, fencedSince: number): number {
  return errorCode === ErrorCode.PRODUCER_FENCED && apiVersion < fencedSince ? ErrorCode.INVALID_PRODUCER_EPOCH : errorCode
}

/** Why a transaction may not write to the partition, whoever asks for it: NONE when it may. */
export function writeError(context: RequestContext, topic: string, partition: number): number {
  if (!isAuthorized(context, 'WRITE', 'TOPIC', topic)) return ErrorCode.TOPIC_AUTHORIZATION_FAILED
  const log = findLog(context.broker, findTopic(context.broker, { name: topic, topicId: '', usesIds: false }), partition)
  return typeof log === 'number' ? log : ErrorCode.NONE
}
