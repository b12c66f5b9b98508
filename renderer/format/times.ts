// Timestamps of records: local with milliseconds, relative, UTC, epoch. Kafka timestamps are int64, so not every one is a date.
import { utcMs, wallAt, zoneName } from './zoned-time.ts'

/** The largest distance from 1970 that a Date can hold. */
const MAX_DATE_MS = 8_640_000_000_000_000n

/** The zone that times are shown in, in the words of the settings. One for the whole page. */
let shownZone = 'local'
const zoneListeners = new Set<() => void>()

export const timeZone = (): string => shownZone

export function showTimesIn(zone: string): void {
  if (zone === shownZone) return
  shownZone = zone
  for (const listener of zoneListeners) listener()
}

export function onTimeZone(listener: () => void): () => void {
  zoneListeners.add(listener)
  return () => zoneListeners.delete(listener)
}

export interface Moment {
  /** In the shown zone: `14:03:22.118`, with the date before it when it is not today's. */
  local: string
  utc: string
  epoch: string
}

export function describeMoment(timestampMs: bigint | number, nowMs: number, zone = shownZone): Moment {
  const epoch = timestampMs.toString()
  const date = dateOf(timestampMs)
  if (!date) return { local: timestampMs === -1n || timestampMs === -1 ? 'no timestamp' : epoch, utc: 'not a date', epoch }
  return { local: zone === 'local' ? localTime(date, new Date(nowMs)) : zonedTime(date.getTime(), nowMs, zone), utc: date.toISOString(), epoch }
}

function dateOf(timestampMs: bigint | number): Date | undefined {
  const ms = BigInt(timestampMs)
  return ms < 0n || ms > MAX_DATE_MS ? undefined : new Date(Number(ms))
}

function localTime(date: Date, now: Date): string {
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
  if (date.toDateString() === now.toDateString()) return time
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${date.getFullYear() === now.getFullYear() ? '' : `${date.getFullYear()}-`}${day} ${time}`
}

function zonedTime(epochMs: number, nowMs: number, zone: string): string {
  const at = wallAt(epochMs, zone)
  const today = wallAt(nowMs, zone)
  const time = `${two(at.hour)}:${two(at.minute)}:${two(at.second)}.${String(at.ms).padStart(3, '0')}`
  if (at.year === today.year && at.month === today.month && at.day === today.day) return time
  return `${at.year === today.year ? '' : `${at.year}-`}${two(at.month)}-${two(at.day)} ${time}`
}

const two = (value: number): string => String(value).padStart(2, '0')

const AGES: readonly [limitMs: number, unitMs: number, unit: string][] = [
  [60_000, 1_000, 's'],
  [3_600_000, 60_000, 'min'],
  [86_400_000, 3_600_000, 'h'],
  [31_536_000_000, 86_400_000, 'd'],
  [Infinity, 31_536_000_000, 'y'],
]

/** `12 s ago`, `in 3 min`, `now`. */
export function relativeTime(timestampMs: bigint | number, nowMs: number): string {
  const date = dateOf(timestampMs)
  if (!date) return ''
  const awayMs = nowMs - date.getTime()
  const distanceMs = Math.abs(awayMs)
  if (distanceMs < 1_000) return 'now'
  const [, unitMs, unit] = AGES.find(([limitMs]) => distanceMs < limitMs)!
  const text = `${Math.floor(distanceMs / unitMs)} ${unit}`
  return awayMs > 0 ? `${text} ago` : `in ${text}`
}

/** `09:41` left of a period; never more than there is. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000))
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}

/** `UTC+02:00`, and the zone's name where it is not UTC itself. */
export function zoneOf(date: Date, zone = shownZone): string {
  const name = zoneName(zone)
  const minutes = zone === 'local' ? -date.getTimezoneOffset() : offsetMinutes(date.getTime(), zone)
  if (minutes === 0 && ['UTC', 'Etc/UTC', 'GMT'].includes(name)) return 'UTC'
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)} ${name}`
}

const offsetMinutes = (epochMs: number, zone: string): number => Math.round((utcMs(wallAt(epochMs, zone)) - epochMs) / 60_000)
