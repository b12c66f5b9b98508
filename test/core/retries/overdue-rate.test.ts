// The pace of overdue records.
import { expect, it } from 'vitest'
import { OverdueRate } from '../../../core/retries/overdue-rate.ts'

it.each([1, 7, 50, 1000])('lets %i a second go, and saves up no more than a tenth of that', (ratePerSecond) => {
  const rate = new OverdueRate()
  let taken = 0
  for (let nowMs = 1_000_000; nowMs <= 1_010_000; nowMs += 10) {
    rate.refill(ratePerSecond, nowMs)
    while (rate.take()) taken++
  }
  expect(taken).toBeGreaterThanOrEqual(ratePerSecond * 9)
  expect(taken).toBeLessThanOrEqual(ratePerSecond * 10 + Math.max(1, ratePerSecond / 10) + 1)
  expect(rate.waitMs(ratePerSecond)).toBeGreaterThan(0)
})
