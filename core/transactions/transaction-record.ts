// A transaction as it is on disk: plain data with a version.
import { StorageError } from '../storage/storage-error.ts'
import type { TransactionRecord } from '../storage/tables.ts'
import type { Transaction } from './transaction.ts'

const RECORD_VERSION = 1

interface StoredTransaction extends TransactionRecord, Omit<Transaction, 'transactionalId' | 'partitions'> {
  version: typeof RECORD_VERSION
  partitions: [topic: string, partitions: number[]][]
}

export function recordOf({ transactionalId: _key, partitions, ...fields }: Transaction): TransactionRecord {
  return { ...fields, version: RECORD_VERSION, partitions: [...partitions].map(([topic, indexes]) => [topic, [...indexes]]) }
}

/** Throws StorageError for a record that this version of Headwater did not write. */
export function transactionOf(transactionalId: string, record: TransactionRecord): Transaction {
  if (!isCurrent(record)) {
    throw new StorageError(`Transaction "${transactionalId}" was written by another version of Headwater (record version ${record.version}).`)
  }
  const { version: _version, partitions, ...fields } = record
  return { ...fields, transactionalId, partitions: new Map(partitions.map(([topic, indexes]) => [topic, new Set(indexes)])) }
}

function isCurrent(record: TransactionRecord): record is StoredTransaction {
  return record.version === RECORD_VERSION
}
