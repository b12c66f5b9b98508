// Aborts an open transaction in the name of the broker, with an epoch that its producer does not have.
import type { NEEDS_PRODUCER_ID, Step } from './decision.ts'
import { endWithNewEpoch, type EndTxnRules } from './end-txn.ts'
import { moved, NO_EPOCH, NO_PARTITIONS, nextEpoch, type Transaction } from './transaction.ts'

/** The first transaction version with an epoch per transaction (KIP-890). */
const EPOCH_PER_TRANSACTION = 2

export interface AbortRules extends EndTxnRules {
  readonly transactionVersion: number
}

/**
 * With transactions of version 2 it is what an EndTxn of the producer would have come to: if the producer still lives it may ask for that, as though its
 * answer had been lost, and go on (KAFKA-19367). Before, it is fenced for good.
 */
export function abortFenced(open: Transaction, rules: AbortRules): Required<Step> | typeof NEEDS_PRODUCER_ID {
  if (rules.transactionVersion >= EPOCH_PER_TRANSACTION) return endWithNewEpoch(open, false, rules)
  const producerEpoch = nextEpoch(open.producerEpoch)
  return {
    next: moved(open, 'CompleteAbort', { producerEpoch, lastProducerEpoch: NO_EPOCH, partitions: NO_PARTITIONS, updatedAtMs: rules.nowMs }),
    end: { isCommit: false, producerId: open.producerId, producerEpoch, partitions: open.partitions },
  }
}
