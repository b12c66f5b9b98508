// Wall clocks of time zones: what a clock there shows at a moment, and the moment when it shows something. Over DST changes too.

/** What a clock and a calendar show. `month` counts from 1. */
export interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  ms: number
}

const DAY_MS = 86_400_000

/** `local` in the words of the settings becomes the zone of this computer. A zone that nobody knows becomes it as well. */
export function zoneName(zone: string): string {
  const local = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
  if (zone === 'local') return local()
  try {
    // Asked only whether it is known: browsers answer with names of long ago (Asia/Calcutta).
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return local()
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const day = { calendar: 'gregory', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' } as const
  const time = { hourCycle: 'h23', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zoneName(zone), ...day, ...time })
  clocks.set(zone, clock)
  return clock
}

export function wallAt(epochMs: number, zone: string): Wall {
  const found: Record<string, string> = {}
  for (const { type, value } of clockOf(zone).formatToParts(epochMs)) found[type] = value
  const part = (name: string): number => Number(found[name])
  return {
    year: found['era'] === 'BC' ? 1 - part('year') : part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    ms: ((epochMs % 1_000) + 1_000) % 1_000,
  }
}

/** The moment at which a clock in UTC would show this. Fields may run over: day 32 is the next month's first. */
export function utcMs({ year, month, day, hour, minute, second, ms }: Wall): number {
  const date = new Date(0)
  // Not Date.UTC: it takes the years 0 to 99 for those of the twentieth century.
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}

/**
 * The moment at which a clock in the zone shows this. Shown twice (clocks go back): the `earlier` or the `later` one.
 * Never shown (clocks go forward): as far after the change as it was asked for.
 */
export function momentOf(wall: Wall, zone: string, which: 'earlier' | 'later'): number {
  const asUtc = utcMs(wall)
  const offsetAt = (ms: number): number => utcMs(wallAt(ms, zone)) - ms
  const before = offsetAt(asUtc - DAY_MS)
  const after = offsetAt(asUtc + DAY_MS)
  const shown = [asUtc - before, asUtc - after].filter((ms) => utcMs(wallAt(ms, zone)) === asUtc)
  if (shown.length === 0) return asUtc - before
  return which === 'earlier' ? Math.min(...shown) : Math.max(...shown)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-05-01 17:05`, with seconds and milliseconds where they are not zero; only the time where the day is today's. */
export function wallText(epochMs: number, zone: string, nowMs: number): string {
  const wall = wallAt(epochMs, zone)
  const today = wallAt(nowMs, zone)
  const seconds = wall.ms > 0 ? `:${two(wall.second)}.${String(wall.ms).padStart(3, '0')}` : wall.second > 0 ? `:${two(wall.second)}` : ''
  const time = `${two(wall.hour)}:${two(wall.minute)}${seconds}`
  return dayOf(wall) === dayOf(today) ? time : `${dayOf(wall)} ${time}`
}

const dayOf = ({ year, month, day }: Wall): string => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
