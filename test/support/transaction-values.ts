// Transactions as values, for the tests of what is decided about them.
import { type Transaction, type TransactionPartitions } from '../../core/transactions/transaction.ts'

export const NOW = Date.UTC(2026, 0, 1)

export const partitions = (named: Record<string, number[]>): TransactionPartitions => new Map(Object.entries(named).map(([topic, indexes]) => [topic, new Set(indexes)]))

/** An Empty transaction "t" of producer 7 with epoch 3, and these changes. */
export function transaction(changes: Partial<Transaction> = {}): Transaction {
  return {
    transactionalId: 't',
    state: 'Empty',
    producerId: 7,
    producerEpoch: 3,
    previousProducerId: 7,
    lastProducerEpoch: -1,
    timeoutMs: 60_000,
    partitions: partitions({}),
    startedAtMs: -1,
    updatedAtMs: NOW - 1000,
    ...changes,
  }
}

export const ongoing = (changes: Partial<Transaction> = {}): Transaction =>
  transaction({ state: 'Ongoing', partitions: partitions({ orders: [0, 1] }), startedAtMs: NOW - 1000, ...changes })
