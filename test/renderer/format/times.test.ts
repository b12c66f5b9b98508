// Timestamps of records: exact, and honest where they are no dates.
import { expect, it } from 'vitest'
import { countdown, describeMoment, relativeTime } from '../../../renderer/format/times.ts'

const noon = new Date(2026, 10, 21, 12, 0, 0, 0).getTime()

it.each([
  [BigInt(noon) + 118n, '12:00:00.118'],
  [BigInt(new Date(2026, 10, 20, 9, 5, 7, 4).getTime()), '11-20 09:05:07.004'],
  [BigInt(new Date(2024, 0, 2, 9, 5, 7, 0).getTime()), '2024-01-02 09:05:07.000'],
  [-1n, 'no timestamp'],
  [9_223_372_036_854_775_807n, '9223372036854775807'],
])('shows %s locally as %s', (timestamp, local) => {
  expect(describeMoment(timestamp, noon).local).toBe(local)
})

it('gives UTC and epoch for the tooltip', () => {
  expect(describeMoment(1_700_000_000_000n, noon)).toMatchObject({ utc: '2023-11-14T22:13:20.000Z', epoch: '1700000000000' })
})

it.each([
  [noon - 500, 'now'],
  [noon - 12_000, '12 s ago'],
  [noon - 3 * 3_600_000, '3 h ago'],
  [noon + 90_000, 'in 1 min'],
  [-1n, ''],
])('says how long ago %s was', (timestamp, text) => {
  expect(relativeTime(timestamp, noon)).toBe(text)
})

it('counts down in minutes and seconds', () => {
  expect([countdown(581_000), countdown(1_999), countdown(-5)]).toEqual(['09:41', '00:01', '00:00'])
})
