// Counts over the items of a plan, chunk by chunk, so that changing one item does not mean counting all.
import type { KeptItem } from './plan-item-rows.ts'
import { isFileLine, type PlanTotals, type ReplayPlan } from './plan.ts'

export interface PlanTally {
  count: number
  sizeBytes: number
  oldestMs: number | null
  newestMs: number | null
  edited: number
  tombstones: number
  pinned: number
  skipped: Record<string, number>
  unsendable: Record<string, number>
  targets: Record<string, number>
  dialects: Record<string, number>
  sources: Record<string, number>
}

export function tallyOf(items: readonly KeptItem[]): PlanTally {
  const tally = emptyTally()
  for (const item of items) count(tally, item)
  return tally
}

export function sumOf(tallies: readonly PlanTally[]): PlanTally {
  const sum = emptyTally()
  for (const tally of tallies) {
    for (const field of ['count', 'sizeBytes', 'edited', 'tombstones', 'pinned'] as const) sum[field] += tally[field]
    for (const field of ['skipped', 'unsendable', 'targets', 'dialects', 'sources'] as const) {
      for (const [name, times] of Object.entries(tally[field])) sum[field][name] = (sum[field][name] ?? 0) + times
    }
    see(sum, tally.oldestMs)
    see(sum, tally.newestMs)
  }
  return sum
}

export function totalsOf(tally: PlanTally, pinnedBytes: number | null): PlanTotals {
  const { sizeBytes, oldestMs, newestMs, skipped, unsendable, edited, tombstones } = tally
  return { sizeBytes, oldestMs, newestMs, skipped, unsendable, edited, tombstones, pinnedBytes }
}

export function targetsOf(tally: PlanTally, known: Readonly<Record<string, { readonly topicId: string; readonly partitionCount: number }>>): ReplayPlan['targets'] {
  return Object.entries(tally.targets)
    .map(([topic, count]) => ({ topic, topicId: known[topic]?.topicId ?? null, count, partitionCount: known[topic]?.partitionCount ?? 0 }))
    .toSorted((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))
}

export function dialectsOf(tally: PlanTally): ReplayPlan['dialects'] {
  return Object.entries(tally.dialects).map(([dialect, count]) => ({ dialect, count })).toSorted((a, b) => b.count - a.count)
}

function emptyTally(): PlanTally {
  return { count: 0, sizeBytes: 0, oldestMs: null, newestMs: null, edited: 0, tombstones: 0, pinned: 0, skipped: {}, unsendable: {}, targets: {}, dialects: {}, sources: {} }
}

function count(tally: PlanTally, item: KeptItem): void {
  tally.count++
  tally.sizeBytes += item.sizeBytes
  if (item.payload === 'edited') tally.edited++
  if (item.isTombstone) tally.tombstones++
  if (item.pin !== null) tally.pinned++
  if (item.skip && !item.isForced) add(tally.skipped, item.skip.reason)
  else if (item.problem && !isOverruled(item)) add(tally.unsendable, item.problem.code)
  if (item.targetTopic !== '') add(tally.targets, item.targetTopic)
  if (item.dialect !== null) add(tally.dialects, item.dialect)
  if (!isFileLine(item.source)) add(tally.sources, item.source.topic)
  if (item.timestampMs >= 0) see(tally, item.timestampMs)
}

/** What a person may let through although it looks wrong; anything else cannot be sent whatever they say. */
export function isOverruled({ isForced, problem }: KeptItem): boolean {
  return isForced && problem !== null && FORCEABLE.has(problem.code)
}

const FORCEABLE: ReadonlySet<string> = new Set(['origin-differs', 'dead-letter-target'])

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

function see(tally: PlanTally, timeMs: number | null): void {
  if (timeMs === null) return
  tally.oldestMs = Math.min(tally.oldestMs ?? timeMs, timeMs)
  tally.newestMs = Math.max(tally.newestMs ?? timeMs, timeMs)
}
