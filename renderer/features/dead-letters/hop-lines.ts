// The hops of a case as lines: each place, when it was there, how long after the one before, and what is said of it.
import type { FailureCase } from '../../../core/contract/dead-letters.ts'

export interface HopLine {
  id: string
  place: { topic: string; partition: number | null; offset: bigint | null }
  atMs: number | null
  /** null where one of the two times is not known, or they contradict each other. */
  waitedMs: number | null
  note: string
  isLast: boolean
}

/** Oldest first, and at the end where it lies now. */
export function hopLines({ hops, row, lastFailureAtMs }: Pick<FailureCase, 'hops' | 'row' | 'lastFailureAtMs'>): HopLine[] {
  const last = hops.at(-1)
  const endsHere = last?.topic === row.key.topic
  const lines = hops.map(({ topic, partition, offset, atMs, attempt, dueAtMs }, index) => {
    const isLast = endsHere && index === hops.length - 1
    return { place: { topic, partition, offset }, atMs, note: noteOf(attempt, dueAtMs !== null && atMs !== null ? dueAtMs - atMs : null, isLast), isLast }
  })
  if (!endsHere) lines.push({ place: row.key, atMs: lastFailureAtMs ?? (row.timeQuality === 'unknown' ? null : row.atMs), note: 'dead letter', isLast: true })
  return lines.map((line, index) => ({ ...line, id: `${index} ${line.place.topic}`, waitedMs: waited(lines[index - 1]?.atMs ?? null, line.atMs) }))
}

function noteOf(attempt: number | null, delayMs: number | null, isLast: boolean): string {
  const words = [isLast && 'dead letter', attempt !== null && `attempt ${attempt}`, delayMs !== null && delayMs > 0 && `to be tried again ${seconds(delayMs)} later`]
  return words.filter((word) => word !== false).join(', ')
}

const seconds = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`)

function waited(before: number | null, at: number | null): number | null {
  return before === null || at === null || at <= before ? null : at - before
}
