// Which batches compaction drops with their transactions, and which markers nothing is left of.
import { expect, it } from 'vitest'
import { TransactionFilter } from '../../../../core/log/compaction/transaction-filter.ts'

const commit = (producerId: number) => ({ producerId, isCommit: true })
const abort = (producerId: number) => ({ producerId, isCommit: false })

it('tells aborted batches from committed ones of the same producer', () => {
  const filter = new TransactionFilter([{ producerId: 1, firstOffset: 10, lastOffset: 15 }])
  expect(filter.isAborted(1, 4)).toBe(false)
  expect(filter.isOrphan(commit(1), 5)).toBe(false)
  expect(filter.isAborted(2, 8)).toBe(false)
  expect([filter.isAborted(1, 10), filter.isAborted(1, 14)]).toEqual([true, true])
  expect(filter.isOrphan(abort(1), 15)).toBe(false)
  expect(filter.isAborted(1, 20)).toBe(false)
})

it('begins in the middle of a transaction that was aborted later', () => {
  const filter = new TransactionFilter([{ producerId: 1, firstOffset: 10, lastOffset: 40 }])
  expect(filter.isAborted(1, 30)).toBe(true)
})

it('knows the markers of which no batch was met', () => {
  const filter = new TransactionFilter([{ producerId: 1, firstOffset: 10, lastOffset: 12 }, { producerId: 1, firstOffset: 20, lastOffset: 25 }])
  expect(filter.isOrphan(commit(1), 5)).toBe(true)
  expect(filter.isOrphan(abort(1), 12)).toBe(true)
  filter.isAborted(1, 22)
  expect(filter.isOrphan(abort(1), 25)).toBe(false)
  filter.isAborted(1, 26)
  expect([filter.isOrphan(commit(1), 30), filter.isOrphan(commit(1), 31)]).toEqual([false, true])
})

it('ends a transaction behind its marker although it never saw that: the log start moved past it', () => {
  const filter = new TransactionFilter([{ producerId: 1, firstOffset: 10, lastOffset: 15 }, { producerId: 1, firstOffset: 30, lastOffset: 35 }])
  expect(filter.isAborted(1, 20)).toBe(false)
  expect(filter.isOrphan(commit(1), 21)).toBe(false)
  expect(filter.isAborted(1, 31)).toBe(true)
  expect(filter.isOrphan(abort(1), 35)).toBe(false)
})
