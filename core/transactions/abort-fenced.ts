// Aborts an open transaction in the name of the broker, so that its producer, should it still live, is fenced.
import type { Step } from './decision.ts'
import { moved, NO_EPOCH, NO_PARTITIONS, nextEpoch, type Transaction } from './transaction.ts'

/** The first transaction version with an epoch per transaction (KIP-890). */
export const EPOCH_PER_TRANSACTION = 2

/** Kafka's two steps at once: an epoch that fences the producer, and with transactions of version 2 one more for the end itself. */
export function abortFenced(open: Transaction, transactionVersion: number, nowMs: number): Required<Step> {
  const fenced = nextEpoch(open.producerEpoch)
  const bumps = transactionVersion >= EPOCH_PER_TRANSACTION
  const producerEpoch = bumps ? nextEpoch(fenced) : fenced
  return {
    next: moved(open, 'CompleteAbort', { producerEpoch, lastProducerEpoch: bumps ? fenced : NO_EPOCH, partitions: NO_PARTITIONS, updatedAtMs: nowMs }),
    end: { isCommit: false, producerId: open.producerId, producerEpoch, partitions: open.partitions },
  }
}
