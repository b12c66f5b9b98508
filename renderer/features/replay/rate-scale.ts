// The stops of a rate slider: from one a second to as fast as it goes.

/** null = not limited. */
export const RATE_STOPS: readonly (number | null)[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, null]

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** `1 MB`: rates are counted in thousands, as whoever asks for one megabyte a second means it. */
export function rateOfBytes(bytesPerSecond: number): string {
  let value = bytesPerSecond
  let unit = 0
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 ? Math.round(value) : Number(value.toPrecision(3))} ${BYTE_UNITS[unit]}`
}

/** The stop that is nearest to a rate, which may have been typed. */
export function stopOf(rate: number | null): number {
  if (rate === null) return RATE_STOPS.length - 1
  let best = 0
  RATE_STOPS.forEach((stop, at) => {
    if (stop !== null && Math.abs(Math.log(stop / rate)) < Math.abs(Math.log(RATE_STOPS[best]! / rate))) best = at
  })
  return best
}

export const rateAt = (stop: number): number | null => RATE_STOPS[Math.min(Math.max(Math.round(stop), 0), RATE_STOPS.length - 1)]!
