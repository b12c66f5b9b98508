// The known name that a mistyped one most likely meant.

/** ` Did you mean "num.partitions"?`, or '' when nothing is near. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(typed.length / 4)) + 1
  for (const name of known) {
    const distance = editDistance(typed.toLowerCase(), name, bestDistance)
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best === undefined ? '' : ` Did you mean "${best}"?`
}

/** Levenshtein distance; any number >= `limit` once it is certain not to be below. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1))
    }
    if (Math.min(...row) >= limit) return limit
    previous = row
  }
  return previous[b.length]!
}
