// How long something takes, in the two largest units that it has.

const UNITS: readonly [ms: bigint, unit: string][] = [
  [86_400_000n, 'd'],
  [3_600_000n, 'h'],
  [60_000n, 'min'],
  [1_000n, 's'],
]

/** `7 d`, `1 d 12 h`: exact to the second, or with `about`. */
export function formatDuration(duration: bigint | number): string {
  const ms = BigInt(duration)
  let left = ms
  const parts: string[] = []
  for (const [unitMs, unit] of UNITS) {
    if (left >= unitMs && parts.length < 2) {
      parts.push(`${left / unitMs} ${unit}`)
      left %= unitMs
    } else if (parts.length > 0) break
  }
  if (parts.length === 0) return `${ms} ms`
  return left === 0n ? parts.join(' ') : `about ${parts.join(' ')}`
}
