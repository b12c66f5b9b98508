import { expect, it } from 'vitest'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { transactionsTable } from '../../../core/storage/tables.ts'
import { recordOf, transactionOf } from '../../../core/transactions/transaction-record.ts'
import { ongoing, partitions } from '../../support/transaction-values.ts'

it('a transaction comes back from disk as it was', () => {
  const before = ongoing({ producerId: 2 ** 40, producerEpoch: 32767, partitions: partitions({ orders: [0, 5], '__consumer_offsets': [49] }) })
  const { key, value } = transactionsTable.put('t', recordOf(before))
  expect(transactionOf(transactionsTable.decodeKey(key), transactionsTable.decodeValue(value!))).toEqual(before)
})

it('the record of another version of Headwater is refused', () => {
  expect(() => transactionOf('later', { version: 9 })).toThrow(new StorageError('Transaction "later" was written by another version of Headwater (record version 9).'))
})
