// The index of aborted transactions: against a plain filter over random histories.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { type AbortedTransaction, AbortedTransactions } from '../../../core/log/aborted-transactions.ts'

const SEED = Number(process.env['HEADWATER_SEED'] ?? Math.floor(Math.random() * 1e6))

/** Producers begin and abort in turn, as a log would see it. */
function history(seed: number): AbortedTransaction[] {
  const random = seededRandom(seed)
  const open = new Map<number, number>()
  const aborted: AbortedTransaction[] = []
  for (let offset = 0; offset < 300; offset++) {
    const producerId = random.below(6)
    const firstOffset = open.get(producerId)
    if (firstOffset === undefined) open.set(producerId, offset)
    else if (random.below(3) === 0) {
      open.delete(producerId)
      const lastStableOffset = Math.min(offset + 1, ...open.values())
      aborted.push({ producerId, firstOffset, lastOffset: offset, lastStableOffset })
    }
  }
  return aborted
}

describe(`aborted transactions (HEADWATER_SEED=${SEED})`, () => {
  it('are found for every range as a plain filter finds them, sorted by their beginning', () => {
    const all = history(SEED)
    const index = new AbortedTransactions()
    for (const transaction of all) index.add(transaction)
    for (let from = 0; from < 300; from += 7) {
      for (let end = from + 1; end <= 310; end += 13) {
        const expected = all.filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < end)
        const told = expected.map(({ producerId, firstOffset }) => ({ producerId, firstOffset })).sort((a, b) => a.firstOffset - b.firstOffset)
        expect(index.between(from, end), `[${from}, ${end})`).toEqual(told)
      }
    }
  })

  it('are forgotten once the log begins after their marker', () => {
    const index = new AbortedTransactions()
    for (const lastOffset of [5, 9, 12]) index.add({ producerId: 1, firstOffset: lastOffset - 2, lastOffset, lastStableOffset: lastOffset + 1 })
    expect(index.forgetBefore(9)).toEqual([5])
    expect([index.size, index.forgetBefore(9)]).toEqual([2, []])
    index.clear()
    expect(index.size).toBe(0)
  })
})
