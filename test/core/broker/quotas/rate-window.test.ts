import { describe, expect, it } from 'vitest'
import { RateWindow } from '../../../../core/broker/quotas/rate-window.ts'

const SHAPE = { samples: 11, sampleMs: 1_000 }

/** Records [ms, value] and tells the rate at the end. */
function rateOf(records: readonly [atMs: number, value: number][], nowMs: number, shape = SHAPE) {
  const window = new RateWindow(shape)
  for (const [atMs, value] of records) window.record(value, atMs)
  return window.rate(nowMs)
}

describe('the rate', () => {
  it('takes time that was not measured yet for quiet: all but one sample, and what has gone by', () => {
    expect(rateOf([[0, 10_000]], 0)).toEqual({ perSecond: 1_000, windowMs: 10_000 })
    expect(rateOf([[0, 10_000]], 500)).toEqual({ perSecond: expect.closeTo(10_000 / 10.5), windowMs: 10_500 })
  })

  it('is over the time since the oldest sample', () => {
    const records = Array.from({ length: 10 }, (_, i): [number, number] => [i * 1_000, 100])
    expect(rateOf(records, 9_999)).toEqual({ perSecond: expect.closeTo(1_000 / 10.999), windowMs: 10_999 })
  })

  it('forgets a sample once nothing of it lies in the window', () => {
    expect(rateOf([[0, 900], [1_000, 100]], 10_999).perSecond).toBeCloseTo(1_000 / 10.999)
    expect(rateOf([[0, 900], [1_000, 100]], 11_000).perSecond).toBeCloseTo(100 / 10)
    expect(rateOf([[0, 900]], 60_000)).toEqual({ perSecond: 0, windowMs: 10_000 })
  })

  it('goes round its samples for ever', () => {
    const records = Array.from({ length: 1_000 }, (_, i): [number, number] => [i * 100, 50])
    expect(rateOf(records, 99_900).perSecond).toBeCloseTo(500, -1)
  })

  it('takes values back', () => {
    expect(rateOf([[0, 500], [10, 700], [10, -700]], 10).perSecond).toBeCloseTo(500 / 10.01)
  })

  it('of a single sample is never over no time', () => {
    expect(rateOf([[5, 3]], 5, { samples: 1, sampleMs: 1_000 })).toEqual({ perSecond: 3_000, windowMs: 1 })
    expect(rateOf([], 5, { samples: 1, sampleMs: 1_000 })).toEqual({ perSecond: 0, windowMs: 1 })
  })
})
