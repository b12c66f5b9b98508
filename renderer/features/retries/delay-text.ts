// A delay as people type and read it: `5s`, `10 min`, `1h 30m`.

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
const SHOWN: readonly (readonly [ms: number, unit: string])[] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1_000, 's']]

/** null = no delay. A number alone is seconds. */
export function parseDelay(text: string): number | null {
  const compact = text.trim().toLowerCase().replaceAll(/\s+/g, '')
  if (/^\d+(?:\.\d+)?$/.test(compact)) return Math.round(Number(compact) * 1_000)
  if (!/^(?:\d+(?:\.\d+)?(?:ms|sec|s|min|m|h|d))+$/.test(compact)) return null
  let ms = 0
  for (const [, number, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|sec|s|min|m|h|d)/g)) ms += Number(number) * UNITS[unit!]!
  return Math.round(ms)
}

/** Exact: what it gives is read back as the same. */
export function formatDelay(delayMs: number): string {
  const parts: string[] = []
  let left = delayMs
  for (const [ms, unit] of SHOWN) {
    if (left >= ms) parts.push(`${Math.floor(left / ms)} ${unit}`)
    left %= ms
  }
  if (left > 0 || parts.length === 0) parts.push(`${left} ms`)
  return parts.join(' ')
}

/** When something is due, beside a clock that runs: `in 4.2 s`, `due now`, `12 s overdue`. */
export function dueIn(dueMs: number, nowMs: number): string {
  const left = dueMs - nowMs
  if (left > 250) return `in ${shortly(left)}`
  return left < -2_000 ? `${shortly(-left)} overdue` : 'due now'
}

function shortly(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  return formatDelay(Math.floor(ms / 1_000) * 1_000)
}
