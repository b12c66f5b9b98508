// What deciding about a request for a transaction comes to: a refusal, or the transaction's next value and the end of what was open.
import type { ErrorCode } from '../protocol/error-codes.ts'
import type { Transaction, TransactionPartitions } from './transaction.ts'

/** What an end writes beside the transaction itself: a marker per partition, and the fate of the producer's pending offsets. */
export interface TransactionEnd {
  readonly isCommit: boolean
  readonly producerId: number
  /** The epoch that the markers carry. */
  readonly producerEpoch: number
  readonly partitions: TransactionPartitions
}

export interface Step {
  /** The very same value where nothing changes. */
  readonly next: Transaction
  readonly end?: TransactionEnd
}

export type ErrorName = keyof typeof ErrorCode

export type Decision = Step | { readonly refused: ErrorName }

/** A fresh producer id is needed: ask again with one. */
export const NEEDS_PRODUCER_ID = Symbol('NEEDS_PRODUCER_ID')

export const refused = (name: ErrorName): { readonly refused: ErrorName } => ({ refused: name })
