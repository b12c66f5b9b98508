// TxnOffsetCommit: which offsets of it become pending, and what becomes of pending offsets when their transaction ends.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { TxnOffsetCommit } from '../../protocol/messages/txn-offset-commit.ts'
import { groupOffsetsTable, pendingOffsetsTable, type Write } from '../../storage/tables.ts'
import type { TopicLookup } from '../topic-lookup.ts'
import type { GroupOffsets } from './group-offsets.ts'
import { type AcceptedOffset, decideOffsetCommit, type OffsetCommitRequest, type OffsetCommitRules, refuseOffsetCommit } from './offset-commit.ts'
import type { PendingOffset, PendingOffsets } from './pending-offsets.ts'

export type TxnOffsetCommitRequest = RequestOf<typeof TxnOffsetCommit>
export type TxnOffsetCommitResponse = ResponseOf<typeof TxnOffsetCommit>

/** The same request as an OffsetCommit: its rules apply to both. */
export const asOffsetCommit = (request: TxnOffsetCommitRequest): OffsetCommitRequest => ({ ...request, retentionTimeMs: -1 })

/**
 * The version of OffsetCommit whose rules these are. KIP-1319 (v6): topic ids, GROUP_ID_NOT_FOUND and STALE_MEMBER_EPOCH; before, topics have names and
 * both are ILLEGAL_GENERATION.
 */
export const offsetCommitVersionOf = (apiVersion: number): number => (apiVersion >= 6 ? 10 : 8)

export function decideTxnOffsetCommit(
  request: TxnOffsetCommitRequest,
  apiVersion: number,
  rules: OffsetCommitRules,
): { accepted: readonly AcceptedOffset[]; response: TxnOffsetCommitResponse } {
  return decideOffsetCommit(asOffsetCommit(request), offsetCommitVersionOf(apiVersion), rules)
}

/** Nothing of the request becomes pending, for one reason. */
export function refuseTxnOffsetCommit(request: TxnOffsetCommitRequest, errorCode: number): TxnOffsetCommitResponse {
  return refuseOffsetCommit(asOffsetCommit(request), errorCode)
}

/** The store failed: what would have become pending did not. */
export function failTxnOffsetCommit(response: TxnOffsetCommitResponse): TxnOffsetCommitResponse {
  const failed = (errorCode: number): number => (errorCode === ErrorCode.NONE ? ErrorCode.COORDINATOR_NOT_AVAILABLE : errorCode)
  return {
    topics: response.topics.map(({ partitions, ...topic }) => ({
      ...topic,
      partitions: partitions.map(({ partitionIndex, errorCode }) => ({ partitionIndex, errorCode: failed(errorCode) })),
    })),
  }
}

/** What an ending transaction does to committed offsets: `writes` join its commit unit, `ended` follows once that is durable or has failed. */
export interface EndingOffsets {
  readonly writes: readonly Write[]
  ended(isDurable: boolean): void
}

/** Pending offsets hold whoever asks for stable ones until `ended`: before that the transaction may still turn out not to have happened. */
export function endPendingOffsets(pendingOfProducer: readonly PendingOffset[], isCommit: boolean, { pending, offsets, topics }: EndDeps): EndingOffsets {
  const committed = isCommit ? pendingOfProducer.filter((offset) => counts(offset, topics)) : []
  for (const { key } of committed) offsets.begin(key)
  pending.ending(pendingOfProducer)
  return {
    writes: [...pendingOfProducer.map(({ key }) => pendingOffsetsTable.remove(key)), ...committed.map(({ key, record }) => groupOffsetsTable.put(key, record))],
    ended(isDurable) {
      for (const { key, record } of committed) offsets.end(key, isDurable ? record : undefined)
      if (isDurable) pending.forget(pendingOfProducer)
    },
  }
}

export interface EndDeps {
  readonly pending: PendingOffsets
  readonly offsets: GroupOffsets
  readonly topics: TopicLookup
}

/** Its topic is still there, and nobody has committed the partition outside of the transaction since. */
function counts({ key, record }: PendingOffset, topics: TopicLookup): boolean {
  return topics.topicIdOf(key.topic) === record.topicId && record.isOvertaken !== true
}
