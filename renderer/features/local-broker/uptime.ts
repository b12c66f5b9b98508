// How long something has been running, in the two largest units.

const UNITS: readonly [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
]

/** `42 s`, `3 min 5 s`, `2 h 10 min`, `1 d`. */
export function uptime(ms: number): string {
  let left = Math.max(0, Math.floor(ms / 1_000))
  const first = UNITS.findIndex(([seconds]) => left >= seconds)
  if (first < 0) return '0 s'
  const parts = UNITS.slice(first, first + 2).map(([seconds, unit]) => {
    const count = Math.floor(left / seconds)
    left %= seconds
    return count === 0 ? '' : `${count} ${unit}`
  })
  return parts.filter(Boolean).join(' ')
}
