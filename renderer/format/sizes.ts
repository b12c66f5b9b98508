// Sizes in bytes as people read them: B, KiB, MiB, GiB, TiB.
import { formatCount } from './numbers.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? formatCount(value) : threeDigits(value)} ${UNITS[unit]}`
}

/** Three significant digits, never cut to fewer than the whole part has. */
function threeDigits(value: number): string {
  const magnitude = Math.abs(value)
  return value.toFixed(magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0)
}
