// Timestamps of records: exact, and honest where they are no dates.
import { expect, it } from 'vitest'
import { countdown, describeMoment, onTimeZone, relativeTime, showTimesIn, timeZone, zoneOf } from '../../../renderer/format/times.ts'

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

const at = Date.UTC(2026, 6, 1, 22, 30, 5, 7)

it.each([
  ['UTC', at, '22:30:05.007'],
  ['Europe/Berlin', at, '07-02 00:30:05.007'],
  ['America/New_York', at, '18:30:05.007'],
  ['Asia/Kolkata', at, '07-02 04:00:05.007'],
])('shows a time in %s, with its day where that is another one there', (zone, nowMs, local) => {
  expect(describeMoment(at, Date.UTC(2026, 6, 1, 12), zone).local).toBe(local)
  expect(describeMoment(at, nowMs, zone).local).toBe(local.split(' ').at(-1))
})

it('shows times in the zone that was chosen, everywhere, and tells whoever draws them', () => {
  const seen: string[] = []
  const stop = onTimeZone(() => seen.push(timeZone()))
  showTimesIn('Asia/Kolkata')
  showTimesIn('Asia/Kolkata')
  expect(describeMoment(at, at).local).toBe('04:00:05.007')
  showTimesIn('local')
  stop()
  showTimesIn('UTC')
  showTimesIn('local')
  expect(seen).toEqual(['Asia/Kolkata', 'local'])
})

it.each([
  ['UTC', 'UTC'],
  ['Europe/Berlin', 'UTC+02:00 Europe/Berlin'],
  ['America/New_York', 'UTC-04:00 America/New_York'],
  ['Asia/Kolkata', 'UTC+05:30 Asia/Kolkata'],
])('names the zone %s with its offset of that day', (zone, name) => {
  expect(zoneOf(new Date(at), zone)).toBe(name)
})
