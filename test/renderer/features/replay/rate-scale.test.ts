// A rate slider has stops that people think in, and takes what was typed for the nearest of them.
import { expect, it } from 'vitest'
import { RATE_STOPS, rateAt, stopOf } from '../../../../renderer/features/replay/rate-scale.ts'

it('goes from one a second to as fast as it goes', () => {
  expect([rateAt(0), rateAt(5), rateAt(RATE_STOPS.length - 1), rateAt(99)]).toEqual([1, 50, null, null])
})

it('finds each stop again, and the nearest for what lies between', () => {
  expect(RATE_STOPS.map((rate) => rateAt(stopOf(rate)))).toEqual(RATE_STOPS)
  expect([60, 75, 0.2, 1_000_000].map((rate) => rateAt(stopOf(rate)))).toEqual([50, 100, 1, 50_000])
})
