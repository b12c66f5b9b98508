// The time part of a seek: `-15m`, `17:05:17:10`, `2026-05-01:1h`, `2026-05-01T10:00`, epoch ms; on a wall clock of the given zone.
import { momentOf, utcMs, type Wall, wallAt } from './zoned-time.ts'

/** When and where the text is read: relative times count from `nowMs`, wall clocks stand in `zone`. */
export interface ReadAt {
  nowMs: number
  zone: string
}

export type TimeRange = { fromMs: number; untilMs: number | null }
export type TimeParse = { ok: true; range: TimeRange } | { ok: false; part: string; problem: string; example: string }

/** A day's hour, a length, or a fixed moment: what a word means may hang on what stands before it. */
type Word =
  | { kind: 'moment'; ms: number }
  | { kind: 'date'; wall: Wall }
  | { kind: 'clock'; wall: Pick<Wall, 'hour' | 'minute' | 'second' | 'ms'> }
  | { kind: 'length'; ms: number; days: number }
  | { kind: 'ago'; ms: number; days: number }
  | { kind: 'start' }
  | { kind: 'end' }

const EXAMPLE = '@17:05..17:10'
const LONGEST_MS = 36_525 * 86_400_000
const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const UNIT_DAYS: Record<string, number> = { d: 1, w: 7 }
const LENGTH = /^(?:\d+(?:ms|[smhdw]))+$/
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d{1,2}:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?$/i

/** `text` is what follows the `@`. A range is written with `..`, or with `:` where only one reading of it is possible. */
export function parseTimeRange(text: string, at: ReadAt): TimeParse {
  const explicit = text.indexOf('..')
  if (explicit >= 0) return rangeOf(text.slice(0, explicit), text.slice(explicit + 2), at)
  const readings = [rangeOf(text, null, at)]
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1))
    readings.push(rangeOf(text.slice(0, colon), text.slice(colon + 1), at))
  const good = readings.filter((reading) => reading.ok)
  if (good.length === 1) return good[0]!
  if (good.length > 1) return failed(text, 'can be split into two times in more than one way', EXAMPLE)
  // A known beginning makes what follows it the part to name; a clock that is out of range says so itself.
  const telling = readings.find((reading) => !reading.ok && reading.problem !== UNKNOWN)
  return telling ?? readings.findLast((reading) => isPartOf(reading, text)) ?? readings[0]!
}

const UNKNOWN = 'is not a time'
const isPartOf = (reading: TimeParse, text: string): boolean =>
  !reading.ok && reading.part !== '' && text.endsWith(reading.part)

const failed = (part: string, problem: string, example: string): TimeParse => ({ ok: false, part, problem, example })

function rangeOf(fromText: string, untilText: string | null, at: ReadAt): TimeParse {
  const from = fromText === '' && untilText !== null ? ({ kind: 'start' } as const) : wordOf(fromText, at)
  if (typeof from === 'string') return failed(fromText, from, EXAMPLE)
  if (from.kind === 'length') return failed(fromText, 'is a length, not a time; put a minus before it for that long ago', `@-${fromText}`)
  if (from.kind === 'end')
    return failed(fromText, 'is where the topic ends, not where a reading can begin; use live for what arrives', 'live')
  const fromMs = beginOf(from, at)
  if (untilText === null || untilText === '') return { ok: true, range: { fromMs, untilMs: null } }
  const until = wordOf(untilText, at)
  if (typeof until === 'string') return failed(untilText, until, EXAMPLE)
  const untilMs = endOf(until, fromMs, at)
  if (untilMs !== null && untilMs <= fromMs) return failed(untilText, 'is not after the beginning', EXAMPLE)
  return { ok: true, range: { fromMs, untilMs } }
}

/** The word, or what is wrong with it. */
function wordOf(text: string, at: ReadAt): Word | string {
  const lower = text.toLowerCase()
  if (lower === 'now') return { kind: 'moment', ms: at.nowMs }
  if (lower === 'start') return { kind: 'start' }
  if (lower === 'end') return { kind: 'end' }
  if (lower === 'today' || lower === 'yesterday') return { kind: 'date', wall: midnight(at, lower === 'today' ? 0 : -1) }
  if (LENGTH.test(lower)) return lengthWord('length', lower)
  if (lower.startsWith('-') && LENGTH.test(lower.slice(1))) return lengthWord('ago', lower.slice(1))
  if (/^\d{9,}$/.test(text)) return epochWord(text)
  if (CLOCK.test(text)) return clockWord(text)
  if (DATE.test(text)) return dateWord(text)
  return DATE_TIME.test(text) ? dateTimeWord(text, at) : UNKNOWN
}

function epochWord(digits: string): Word | string {
  if (digits.length === 13) return { kind: 'moment', ms: Number(digits) }
  if (digits.length === 10) return { kind: 'moment', ms: Number(digits) * 1_000 }
  return 'is not an epoch time: milliseconds have 13 digits, seconds 10'
}

function lengthWord(kind: 'length' | 'ago', text: string): Word | string {
  let ms = 0
  let days = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) {
    ms += Number(count) * (UNITS_MS[unit!] ?? 0)
    days += Number(count) * (UNIT_DAYS[unit!] ?? 0)
  }
  return ms + days * 86_400_000 > LONGEST_MS ? 'is longer than a hundred years' : { kind, ms, days }
}

function clockWord(text: string): Word | string {
  const [, hour, minute, second = '0', fraction = ''] = CLOCK.exec(text)!
  const wall = { hour: Number(hour), minute: Number(minute), second: Number(second), ms: Number(fraction.padEnd(3, '0')) }
  if (wall.hour > 23) return 'is not a time of day: hours go from 0 to 23'
  if (wall.minute > 59 || wall.second > 59) return 'is not a time of day: minutes and seconds go from 0 to 59'
  return { kind: 'clock', wall }
}

function dateWord(text: string): Word | string {
  const [year, month, day] = DATE.exec(text)!.slice(1).map(Number)
  const wall = { year: year!, month: month!, day: day!, hour: 0, minute: 0, second: 0, ms: 0 }
  const date = new Date(utcMs(wall))
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return 'is not a day of the calendar'
  return { kind: 'date', wall }
}

function dateTimeWord(text: string, at: ReadAt): Word | string {
  const [, dateText, clockText, offset] = DATE_TIME.exec(text)!
  const date = dateWord(dateText!)
  const clock = clockWord(clockText!)
  if (typeof date === 'string') return date
  if (typeof clock === 'string') return clock
  if (date.kind !== 'date' || clock.kind !== 'clock') return UNKNOWN
  const wall = { ...date.wall, ...clock.wall }
  if (offset === undefined) return { kind: 'moment', ms: momentOf(wall, at.zone, 'earlier') }
  return { kind: 'moment', ms: utcMs(wall) - offsetMs(offset) }
}

function offsetMs(text: string): number {
  if (/^z$/i.test(text)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text)!
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function midnight({ nowMs, zone }: ReadAt, days: number): Wall {
  const { year, month, day } = wallAt(nowMs, zone)
  return { year, month, day: day + days, hour: 0, minute: 0, second: 0, ms: 0 }
}

/** Days are counted on the calendar: the same time of day, whatever the clocks did in between. */
function shifted(ms: number, days: number, moreMs: number, zone: string): number {
  if (days === 0) return ms + moreMs
  const wall = wallAt(ms, zone)
  return momentOf({ ...wall, day: wall.day + days }, zone, 'earlier') + moreMs
}

function beginOf(word: Exclude<Word, { kind: 'length' | 'end' }>, at: ReadAt): number {
  switch (word.kind) {
    case 'start':
      return 0
    case 'moment':
      return word.ms
    case 'date':
      return momentOf(word.wall, at.zone, 'earlier')
    case 'ago':
      return Math.max(0, shifted(at.nowMs, -word.days, -word.ms, at.zone))
    case 'clock':
      return lastTime(word.wall, at)
  }
}

/** Today, or yesterday where today has not come so far. */
function lastTime(clock: Pick<Wall, 'hour' | 'minute' | 'second' | 'ms'>, at: ReadAt): number {
  const today = momentOf({ ...midnight(at, 0), ...clock }, at.zone, 'earlier')
  return today <= at.nowMs ? today : momentOf({ ...midnight(at, -1), ...clock }, at.zone, 'earlier')
}

/** null = where the topic ends. */
function endOf(word: Word, fromMs: number, at: ReadAt): number | null {
  switch (word.kind) {
    case 'end':
      return null
    case 'start':
      return 0
    case 'length':
      return shifted(fromMs, word.days, word.ms, at.zone)
    case 'clock':
      return nextTime(word.wall, fromMs, at)
    case 'date':
      return momentOf(word.wall, at.zone, 'later')
    case 'moment':
    case 'ago':
      return beginOf(word, at)
  }
}

/** On the day of the beginning, or on the next one where that is over by then. A range from the epoch on ends at the last such time. */
function nextTime(clock: Pick<Wall, 'hour' | 'minute' | 'second' | 'ms'>, fromMs: number, at: ReadAt): number {
  if (fromMs === 0) return lastTime(clock, at)
  const wall = { ...wallAt(fromMs, at.zone), ...clock }
  const sameDay = momentOf(wall, at.zone, 'later')
  return sameDay > fromMs ? sameDay : momentOf({ ...wall, day: wall.day + 1 }, at.zone, 'later')
}
