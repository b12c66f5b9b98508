// How far read_committed may read while transactions are open or end.
import { describe, expect, it } from 'vitest'
import { UnstableTransactions } from '../../../core/log/unstable-transactions.ts'

describe('unstable transactions', () => {
  it('hold readers at the first offset of the earliest that is open', () => {
    const transactions = new UnstableTransactions()
    expect(transactions.firstUnstableOffset(100)).toBe(Infinity)
    transactions.begin(1, 5)
    transactions.begin(2, 8)
    transactions.begin(1, 20) // a later write of the same transaction
    expect([transactions.firstUnstableOffset(100), transactions.firstOffsetOf(1)]).toEqual([5, 5])
    expect(transactions.end(1, 30)).toBe(5)
    expect(transactions.firstUnstableOffset(100)).toBe(8)
    expect(transactions.end(3, 31)).toBeUndefined()
  })

  it('hold readers until their marker is durable', () => {
    const transactions = new UnstableTransactions()
    transactions.begin(1, 5)
    transactions.begin(2, 7)
    transactions.end(2, 9)
    transactions.end(1, 10)
    expect([9, 10, 11].map((highWatermark) => transactions.firstUnstableOffset(highWatermark))).toEqual([5, 5, Infinity])
  })

  it('come back from disk in any order', () => {
    const transactions = new UnstableTransactions()
    transactions.restore(1, 50)
    transactions.restore(2, 10)
    transactions.begin(3, 60)
    expect(transactions.firstOpenOffset()).toBe(10)
    transactions.end(2, 70)
    expect(transactions.firstOpenOffset()).toBe(50)
    transactions.clear()
    expect(transactions.firstUnstableOffset(0)).toBe(Infinity)
  })
})
