// A page of entries in an order: the best of all that come after the cursor, without sorting the rest.
import type { FailureEntry } from './failure-entry.ts'

export type ListOrder = 'newest' | 'oldest' | 'attempts' | 'key'

type Compare = (a: FailureEntry, b: FailureEntry) => number

const byPlace: Compare = (a, b) => text(a.topic, b.topic) || a.partition - b.partition || a.offset - b.offset
const ORDERS: Readonly<Record<ListOrder, Compare>> = {
  newest: (a, b) => b.at - a.at || byPlace(b, a),
  oldest: (a, b) => a.at - b.at || byPlace(a, b),
  attempts: (a, b) => (b.attempts ?? 0) - (a.attempts ?? 0) || b.at - a.at || byPlace(b, a),
  key: (a, b) => text(a.keyText ?? '', b.keyText ?? '') || a.at - b.at || byPlace(a, b),
}

/** `cursor`: of the page before; null for the first. The next one is null at the end. */
export function pageOf(entries: readonly FailureEntry[], order: ListOrder, cursor: string | null, limit: number): { page: FailureEntry[]; cursor: string | null } {
  const compare = ORDERS[order]
  const after = cursor === null ? null : parseCursor(cursor)
  let best: FailureEntry[] = []
  let isMore = false
  for (const entry of entries) {
    if (after !== null && compare(entry, after) <= 0) continue
    best.push(entry)
    if (best.length < limit * 4 + 100) continue
    best = best.toSorted(compare).slice(0, limit)
    isMore = true
  }
  const sorted = best.toSorted(compare)
  const page = sorted.slice(0, limit)
  return { page, cursor: (isMore || sorted.length > limit) && page.length > 0 ? cursorOf(page.at(-1)!) : null }
}

/** The place in the order, and not an entry that may have gone meanwhile. */
function cursorOf({ at, attempts, keyText, topic, partition, offset }: FailureEntry): string {
  return JSON.stringify([at, attempts, keyText, topic, partition, offset])
}

/** Throws SyntaxError for text that is no cursor. */
function parseCursor(cursor: string): FailureEntry {
  const place: unknown = JSON.parse(cursor)
  if (!Array.isArray(place) || place.length !== 6) throw new SyntaxError('The cursor is of another list.')
  const [at, attempts, keyText, topic, partition, offset] = place as [number, number | null, string | null, string, number, number]
  return { at, attempts, keyText, topic, partition, offset } as FailureEntry
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
