// What transactions need of groups: the pending offsets of a producer end with its transaction.
import type { Write } from '../storage/tables.ts'

export interface TransactionalOffsets {
  /** `writes` join the unit that ends the transaction; `ended` is called once that is durable or has failed. */
  endPendingOffsets(producerId: number, isCommit: boolean): { readonly writes: readonly Write[]; ended(isDurable: boolean): void }
}
