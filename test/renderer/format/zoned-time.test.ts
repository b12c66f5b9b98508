// Wall clocks of zones: both ways, over changes of the clocks, in far years.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { momentOf, wallAt, wallText, zoneName } from '../../../renderer/format/zoned-time.ts'

const BERLIN = 'Europe/Berlin'
const wall = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0) => ({ year, month, day, hour, minute, second, ms })

it.each([
  ['an ordinary day', wall(2026, 5, 1, 10, 30), BERLIN, 'earlier', '2026-05-01T08:30:00.000Z'],
  ['a day of the month that runs over', wall(2026, 4, 31, 10), BERLIN, 'earlier', '2026-05-01T08:00:00.000Z'],
  ['a time that the clocks skip: as far after the change', wall(2026, 3, 29, 2, 30), BERLIN, 'earlier', '2026-03-29T01:30:00.000Z'],
  ['a time shown twice, the earlier', wall(2026, 10, 25, 2, 30), BERLIN, 'earlier', '2026-10-25T00:30:00.000Z'],
  ['a time shown twice, the later', wall(2026, 10, 25, 2, 30), BERLIN, 'later', '2026-10-25T01:30:00.000Z'],
  ['a zone of half hours that moves by half an hour', wall(2026, 4, 5, 1, 45), 'Australia/Lord_Howe', 'later', '2026-04-04T15:15:00.000Z'],
  ['a zone that skipped a whole day', wall(2011, 12, 30, 12), 'Pacific/Apia', 'earlier', '2011-12-30T22:00:00.000Z'],
  ['UTC', wall(1970, 1, 1), 'UTC', 'later', '1970-01-01T00:00:00.000Z'],
] as const)('%s', (_, at, zone, which, iso) => {
  expect(new Date(momentOf(at, zone, which)).toISOString()).toBe(iso)
})

it('finds back every moment that a zone shows once, and one of two where it shows it twice', () => {
  const zones = fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), zones, (ms, zone) => {
      const shown = wallAt(ms, zone)
      expect([momentOf(shown, zone, 'earlier'), momentOf(shown, zone, 'later')]).toContain(ms)
    }),
  )
})

it('takes `local` and zones that nobody knows for the zone of this computer', () => {
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone
  expect([zoneName('local'), zoneName('Mars/Olympus'), zoneName(BERLIN)]).toEqual([local, local, BERLIN])
  expect(zoneName('Asia/Kolkata')).toBe('Asia/Kolkata')
})

it('says only the time today, and the day otherwise; seconds where there are any', () => {
  const now = Date.parse('2026-05-01T15:00:00Z')
  expect(wallText(Date.parse('2026-05-01T14:05:00Z'), BERLIN, now)).toBe('16:05')
  expect(wallText(Date.parse('2026-05-01T14:05:07Z'), BERLIN, now)).toBe('16:05:07')
  expect(wallText(Date.parse('2026-04-30T21:59:00.020Z'), BERLIN, now)).toBe('2026-04-30 23:59:00.020')
})
