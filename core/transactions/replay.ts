// Transactions as the store has them: what a start, or a reload after a failed commit, begins with.
import type { MetadataStore } from '../storage/storage.ts'
import { transactionsTable } from '../storage/tables.ts'
import type { Transaction } from './transaction.ts'
import { transactionOf } from './transaction-record.ts'

export function replay(store: MetadataStore): Map<string, Transaction> {
  const transactions = new Map<string, Transaction>()
  for (const [transactionalId, record] of store.entries(transactionsTable)) transactions.set(transactionalId, transactionOf(transactionalId, record))
  return transactions
}
