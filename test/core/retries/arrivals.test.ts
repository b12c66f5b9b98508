// When records arrived: noted in this run, stamped in an earlier one.
import { expect, it } from 'vitest'
import { Arrivals } from '../../../core/retries/arrivals.ts'

it('records of this run arrived when they were noted, and those close together with the last of them', () => {
  const arrivals = new Arrivals(1000, 10)
  arrivals.note(12, 2000)
  arrivals.note(13, 2010)
  arrivals.note(20, 2100)
  expect([10, 12, 13, 19].map((offset) => arrivals.of(offset, 0))).toEqual([2010, 2010, 2100, 2100])
  expect(arrivals.size).toBe(2)
})

it('a record that was not noted yet has not arrived', () => {
  expect(new Arrivals(1000, 10).of(10, 5)).toBe(Number.POSITIVE_INFINITY)
})

it('records of an earlier run arrived when they were stamped, and never after this run began', () => {
  const arrivals = new Arrivals(1000, 10)
  expect([arrivals.of(3, 400), arrivals.of(9, 99_999)]).toEqual([400, 1000])
})

it('what lies below is forgotten', () => {
  const arrivals = new Arrivals(0, 0)
  for (let offset = 1; offset <= 500; offset++) arrivals.note(offset, offset * 100)
  arrivals.forget(400)
  expect(arrivals.size).toBeLessThan(200)
  expect(arrivals.of(450, 0)).toBe(45_100)
})
