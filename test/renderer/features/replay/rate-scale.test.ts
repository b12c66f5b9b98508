// A rate slider has stops that people think in, and takes what was typed for the nearest of them.
import { expect, it } from 'vitest'
import { RATE_STOPS, rateAt, rateOfBytes, stopOf } from '../../../../renderer/features/replay/rate-scale.ts'

it('goes from one a second to as fast as it goes', () => {
  expect([rateAt(0), rateAt(5), rateAt(RATE_STOPS.length - 1), rateAt(99)]).toEqual([1, 50, null, null])
})

it('finds each stop again, and the nearest for what lies between', () => {
  expect(RATE_STOPS.map((rate) => rateAt(stopOf(rate)))).toEqual(RATE_STOPS)
  expect([60, 75, 0.2, 1_000_000].map((rate) => rateAt(stopOf(rate)))).toEqual([50, 100, 1, 50_000])
})

it('says rates of bytes in thousands: what was set as 1 MB is called so', () => {
  expect([0, 999, 1_000, 2_048, 82_022, 999_600, 1_000_000, 1_500_000, 2e9].map(rateOfBytes)).toEqual(['0 B', '999 B', '1 kB', '2.05 kB', '82 kB', '1 MB', '1 MB', '1.5 MB', '2 GB'])
})
