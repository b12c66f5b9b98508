// The seek box: every form of its grammar, over changes of the clocks, and errors that name the part that is wrong.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSeek } from '../../../renderer/format/seek.ts'

const NOW = '2026-05-04T15:00:00Z'
const at = (iso: string, zone = 'Europe/Berlin') => ({ nowMs: Date.parse(iso), zone })
const seekOf = (text: string, read = at(NOW)) => {
  const parse = parseSeek(text, read)
  if (!parse.ok) throw new Error(`${text}: ${parse.message}`)
  return parse.seek
}

describe('places', () => {
  it.each([
    ['', { kind: 'newest' }, null, null, 'The newest records'],
    ['newest', { kind: 'newest' }, null, null, 'The newest records'],
    [' Newest ', { kind: 'newest' }, null, null, 'The newest records'],
    ['-500', { kind: 'newest' }, 500, null, 'The newest 500 records'],
    ['-1', { kind: 'newest' }, 1, null, 'The newest record'],
    ['oldest', { kind: 'oldest' }, null, null, 'From the first record on'],
    ['live', null, null, null, 'Only what arrives from now on'],
    ['4211', { kind: 'offset', offset: 4211n, untilOffset: null }, null, null, 'From offset 4\u202f211 on'],
    ['4211..4300', { kind: 'offset', offset: 4211n, untilOffset: 4301n }, null, null, 'Offsets 4\u202f211 to 4\u202f300'],
    ['7..7', { kind: 'offset', offset: 7n, untilOffset: 8n }, null, null, 'Offset 7'],
    ['0:4211', { kind: 'offset', offset: 4211n, untilOffset: null }, null, [0], 'From offset 4\u202f211 on in partition 0'],
    ['0:0', { kind: 'offset', offset: 0n, untilOffset: null }, null, [0], 'From offset 0 on in partition 0'],
    ['2,0,2:-100', { kind: 'newest' }, 100, [2, 0], 'The newest 100 records in partitions 2, 0'],
    ['3:oldest', { kind: 'oldest' }, null, [3], 'From the first record on in partition 3'],
    ['9007199254740993', { kind: 'offset', offset: 9007199254740993n, untilOffset: null }, null, null, 'From offset 9\u202f007\u202f199\u202f254\u202f740\u202f993 on'],
  ])('%j', (text, start, limit, partitions, words) => {
    expect(seekOf(text)).toEqual({ start, limit, partitions, words })
  })
})

describe('times', () => {
  const BERLIN = 'Europe/Berlin'
  it.each([
    ['@-15m', NOW, BERLIN, '2026-05-04T14:45:00Z', null, 'From 16:45 on'],
    ['@-1h30m', NOW, BERLIN, '2026-05-04T13:30:00Z', null, 'From 15:30 on'],
    ['@-2d', NOW, BERLIN, '2026-05-02T15:00:00Z', null, 'From 2026-05-02 17:00 on'],
    ['@-1h:-30m', NOW, BERLIN, '2026-05-04T14:00:00Z', '2026-05-04T14:30:00Z', 'Between 16:00 and 16:30'],
    ['@-1h:15m', NOW, BERLIN, '2026-05-04T14:00:00Z', '2026-05-04T14:15:00Z', 'Between 16:00 and 16:15'],
    ['@-1h:now', NOW, BERLIN, '2026-05-04T14:00:00Z', NOW, 'Between 16:00 and 17:00'],
    ['@-1h:end', NOW, BERLIN, '2026-05-04T14:00:00Z', null, 'From 16:00 on'],
    ['@16:05', NOW, BERLIN, '2026-05-04T14:05:00Z', null, 'From 16:05 on'],
    ['@17:05', NOW, BERLIN, '2026-05-03T15:05:00Z', null, 'From 2026-05-03 17:05 on'],
    ['@16:05:17', NOW, BERLIN, '2026-05-04T14:05:17Z', null, 'From 16:05:17 on'],
    ['@16:05:16:10', NOW, BERLIN, '2026-05-04T14:05:00Z', '2026-05-04T14:10:00Z', 'Between 16:05 and 16:10'],
    ['@16:05..16:10:30', NOW, BERLIN, '2026-05-04T14:05:00Z', '2026-05-04T14:10:30Z', 'Between 16:05 and 16:10:30'],
    ['@16:05:10m', NOW, BERLIN, '2026-05-04T14:05:00Z', '2026-05-04T14:15:00Z', 'Between 16:05 and 16:15'],
    ['@23:50:00:10', NOW, BERLIN, '2026-05-03T21:50:00Z', '2026-05-03T22:10:00Z', 'Between 2026-05-03 23:50 and 00:10'],
    ['@2026-05-01', NOW, BERLIN, '2026-04-30T22:00:00Z', null, 'From 2026-05-01 00:00 on'],
    ['@2026-05-01:1h', NOW, BERLIN, '2026-04-30T22:00:00Z', '2026-04-30T23:00:00Z', 'Between 2026-05-01 00:00 and 2026-05-01 01:00'],
    ['@2026-05-01:2026-05-03', NOW, BERLIN, '2026-04-30T22:00:00Z', '2026-05-02T22:00:00Z', 'Between 2026-05-01 00:00 and 2026-05-03 00:00'],
    ['@2026-05-01T10:00', NOW, BERLIN, '2026-05-01T08:00:00Z', null, 'From 2026-05-01 10:00 on'],
    ['@2026-05-01T10:00:11:30', NOW, BERLIN, '2026-05-01T08:00:00Z', '2026-05-01T09:30:00Z', 'Between 2026-05-01 10:00 and 2026-05-01 11:30'],
    ['@2026-05-01T10:00Z', NOW, BERLIN, '2026-05-01T10:00:00Z', null, 'From 2026-05-01 12:00 on'],
    ['@2026-05-01T10:00:00.250-05:00', NOW, BERLIN, '2026-05-01T15:00:00.250Z', null, 'From 2026-05-01 17:00:00.250 on'],
    ['@1777903500000', NOW, BERLIN, '2026-05-04T14:05:00Z', null, 'From 16:05 on'],
    ['@1777903500', NOW, BERLIN, '2026-05-04T14:05:00Z', null, 'From 16:05 on'],
    ['@1777903500000:1777903800000', NOW, BERLIN, '2026-05-04T14:05:00Z', '2026-05-04T14:10:00Z', 'Between 16:05 and 16:10'],
    ['@..16:05', NOW, BERLIN, '1970-01-01T00:00:00Z', '2026-05-04T14:05:00Z', 'Before 16:05'],
    ['@today', NOW, BERLIN, '2026-05-03T22:00:00Z', null, 'From 00:00 on'],
    ['@yesterday..today', NOW, BERLIN, '2026-05-02T22:00:00Z', '2026-05-03T22:00:00Z', 'Between 2026-05-03 00:00 and 00:00'],
    ['a zone west of UTC: @today', NOW, 'America/New_York', '2026-05-04T04:00:00Z', null, 'From 00:00 on'],
    ['a day of 23 hours: @2026-03-29:1d', NOW, BERLIN, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Between 2026-03-29 00:00 and 2026-03-30 00:00'],
    ['the same day in hours: @2026-03-29:24h', NOW, BERLIN, '2026-03-28T23:00:00Z', '2026-03-29T23:00:00Z', 'Between 2026-03-29 00:00 and 2026-03-30 01:00'],
    ['a day ago over the change: @-1d', '2026-10-25T18:00:00Z', BERLIN, '2026-10-24T17:00:00Z', null, 'From 2026-10-24 19:00 on'],
    ['an hour that comes twice, all of it: @2026-10-25T02:00:02:59', NOW, BERLIN, '2026-10-25T00:00:00Z', '2026-10-25T01:59:00Z', 'Between 2026-10-25 02:00 and 2026-10-25 02:59'],
    ['a time that the clocks skip: @2026-03-29T02:30', NOW, BERLIN, '2026-03-29T01:30:00Z', null, 'From 2026-03-29 03:30 on'],
  ])('%s', (title, now, zone, from, until, words) => {
    const { start, ...seek } = seekOf(title.slice(title.indexOf('@')), at(now, zone))
    expect(start).toEqual({ kind: 'time', fromTimestamp: BigInt(Date.parse(from)), untilTimestamp: until === null ? null : BigInt(Date.parse(until)) })
    expect(seek).toEqual({ limit: null, partitions: null, words })
  })

  it('are read in one partition', () => {
    expect(seekOf('1:@-15m')).toMatchObject({ partitions: [1], words: 'From 16:45 on in partition 1' })
  })
})

describe('errors name the part that is wrong and show what is right', () => {
  it.each([
    ['newst', '“newst” is not a place in a topic. Write newest, oldest, live, an offset, or a time after @.', '@-15m'],
    ['-0', 'The newest 0 records are none.', '-500'],
    ['-100001', 'At most 100\u202f000 are read at once; scrolling down reads on.', '-500'],
    ['+5', '“+5”: offsets are counted from the topic’s own beginning, without a plus.', '5'],
    ['9223372036854775808', '“9223372036854775808” is larger than any offset.', '4211'],
    ['10..5', 'Offset 5 stands before 10: the smaller one comes first.', '5..10'],
    ['0:', 'Nothing stands behind “0:”. An offset of that partition belongs there.', '0:4211'],
    ['a:5', '“a” is not a partition.', '0:4211'],
    ['99999999999:5', '“99999999999” is not a partition.', '0:4211'],
    ['17:05', '“17:05” looks like a time: a time has an @ before it.', '@17:05'],
    ['17:05:17:10', '“17:05:17:10” looks like a time: a time has an @ before it.', '@17:05:17:10'],
    ['2026-05-01', '“2026-05-01” looks like a time: a time has an @ before it.', '@2026-05-01'],
    ['-15m', '“-15m” looks like a time ago: it has an @ before it.', '@-15m'],
    ['@', 'A time belongs behind the @.', '@-15m'],
    ['@soon', '“soon” is not a time.', '@17:05..17:10'],
    ['@25:00', '“25:00” is not a time of day: hours go from 0 to 23.', '@17:05..17:10'],
    ['@17:65', '“17:65” is not a time of day: minutes and seconds go from 0 to 59.', '@17:05..17:10'],
    ['@16:05..17:65', '“17:65” is not a time of day: minutes and seconds go from 0 to 59.', '@17:05..17:10'],
    ['@2026-02-30', '“2026-02-30” is not a day of the calendar.', '@17:05..17:10'],
    ['@16:05:later', '“later” is not a time.', '@17:05..17:10'],
    ['@2026-05-01:1y', '“1y” is not a time.', '@17:05..17:10'],
    ['@15m', '“15m” is a length, not a time; put a minus before it for that long ago.', '@-15m'],
    ['@-900000h', '“-900000h” is longer than a hundred years.', '@17:05..17:10'],
    ['@-15m:-1h', '“-1h” is not after the beginning.', '@17:05..17:10'],
    ['@17:05:00:17:10', '“17:05:00:17:10” can be split into two times in more than one way.', '@17:05..17:10'],
    ['@1777903500000000', '“1777903500000000” is not an epoch time: milliseconds have 13 digits, seconds 10.', '@17:05..17:10'],
    ['@end', '“end” is where the topic ends, not where a reading can begin; use live for what arrives.', 'live'],
  ])('%s', (text, message, example) => {
    expect(parseSeek(text, at(NOW))).toEqual({ ok: false, message, example })
    if (example !== text) expect(parseSeek(example, at(NOW)).ok).toBe(true)
  })
})

it('answers whatever is typed', () => {
  const typed = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'@ - : . 0 1 2 3 5 9 T Z h m d w , +'.split(' ')) }))
  fc.assert(
    fc.property(typed, (text) => {
      const parse = parseSeek(text, at(NOW))
      if (!parse.ok) expect(parse.message.length).toBeGreaterThan(0)
      else if (parse.seek.start?.kind === 'time' && parse.seek.start.untilTimestamp !== null)
        expect(parse.seek.start.untilTimestamp).toBeGreaterThan(parse.seek.start.fromTimestamp)
    }),
    { numRuns: 2_000 },
  )
})
