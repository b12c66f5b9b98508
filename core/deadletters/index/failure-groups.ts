// Dead letters by what has failed: counts, trend and spread per fingerprint, in two passes over the entries.
import { maskMessage } from '../fingerprint/mask.ts'
import type { FailureEntry } from './failure-entry.ts'

export interface FailureGroup {
  readonly fingerprint: string
  readonly class: string | null
  /** Of its newest record, as written. */
  readonly message: string | null
  readonly maskedMessage: string | null
  readonly count: number
  readonly newCount: number
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  readonly trend: number[]
  readonly trendFromMs: number
  readonly trendStepMs: number
  readonly topics: { topic: string; count: number }[]
  readonly consumerGroups: string[]
  readonly originTopics: string[]
  readonly partitions: { partition: number; count: number }[]
  readonly attempts: { p50: number | null; max: number | null }
  readonly replayedCount: number
  readonly bouncedCount: number
  readonly resolvedCount: number
}

export const TREND_STEPS = 30
/** The trend shows no more than this: one record with a wrong clock would flatten it. */
const MAX_TREND_MS = 30 * 24 * 60 * 60 * 1_000
const MIN_STEP_MS = 1_000

/** Largest first. */
export function groupsOf(entries: readonly FailureEntry[], groupOf: (fingerprint: string) => string, nowMs: number): FailureGroup[] {
  const oldest = entries.reduce((least, { at }) => (at < least ? at : least), nowMs)
  const step = Math.max(MIN_STEP_MS, Math.ceil((nowMs - Math.max(oldest, nowMs - MAX_TREND_MS)) / TREND_STEPS))
  const from = nowMs - step * TREND_STEPS
  const tallies = new Map<string, GroupTally>()
  for (const entry of entries) {
    const fingerprint = groupOf(entry.fingerprint)
    let tally = tallies.get(fingerprint)
    if (tally === undefined) tallies.set(fingerprint, (tally = new GroupTally(fingerprint, entry)))
    tally.add(entry, from, step)
  }
  return Array.from(tallies.values(), (tally) => tally.group(from, step)).toSorted((a, b) => b.count - a.count || b.lastSeenMs - a.lastSeenMs)
}

class GroupTally {
  readonly #fingerprint: string
  #newest: FailureEntry
  #count = 0
  #newCount = 0
  #firstSeenMs = Infinity
  #replayed = 0
  #bounced = 0
  #resolved = 0
  readonly #trend: number[] = Array.from({ length: TREND_STEPS }, () => 0)
  readonly #topics = new Map<string, number>()
  readonly #partitions = new Map<number, number>()
  readonly #consumerGroups = new Set<string>()
  readonly #originTopics = new Set<string>()
  readonly #attempts = new Map<number, number>()

  constructor(fingerprint: string, first: FailureEntry) {
    this.#fingerprint = fingerprint
    this.#newest = first
  }

  add(entry: FailureEntry, from: number, step: number): void {
    this.#count += 1
    if (entry.at < this.#firstSeenMs) this.#firstSeenMs = entry.at
    if (entry.at > this.#newest.at) this.#newest = entry
    this.#addState(entry)
    const at = Math.min(TREND_STEPS - 1, Math.floor((entry.at - from) / step))
    if (at >= 0) this.#trend[at]! += 1
    count(this.#topics, entry.topic)
    count(this.#partitions, entry.originPartition ?? entry.partition)
    if (entry.group !== null) this.#consumerGroups.add(entry.group)
    if (entry.originTopic !== null) this.#originTopics.add(entry.originTopic)
    if (entry.attempts !== null) count(this.#attempts, entry.attempts)
  }

  #addState({ state, replayCount }: FailureEntry): void {
    if (state === 'new') this.#newCount += 1
    if (state === 'resolved') this.#resolved += 1
    if (state === 'bounced' || replayCount > 0) this.#bounced += 1
    if (state === 'replayed' || state === 'consumed' || state === 'bounced' || replayCount > 0) this.#replayed += 1
  }

  group(trendFromMs: number, trendStepMs: number): FailureGroup {
    const { class: named, message } = this.#newest
    return {
      fingerprint: this.#fingerprint,
      class: named,
      message,
      maskedMessage: message === null ? null : maskMessage(message),
      count: this.#count,
      newCount: this.#newCount,
      firstSeenMs: this.#firstSeenMs,
      lastSeenMs: this.#newest.at,
      trend: this.#trend,
      trendFromMs,
      trendStepMs,
      topics: Array.from(this.#topics, ([topic, count]) => ({ topic, count })).toSorted((a, b) => b.count - a.count),
      consumerGroups: [...this.#consumerGroups].toSorted(),
      originTopics: [...this.#originTopics].toSorted(),
      partitions: Array.from(this.#partitions, ([partition, count]) => ({ partition, count })).toSorted((a, b) => a.partition - b.partition),
      attempts: attemptsOf(this.#attempts),
      replayedCount: this.#replayed,
      bouncedCount: this.#bounced,
      resolvedCount: this.#resolved,
    }
  }
}

function attemptsOf(counts: ReadonlyMap<number, number>): { p50: number | null; max: number | null } {
  const sorted = [...counts].toSorted(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  const middle = sorted.find(([, count]) => (seen += count) * 2 >= total)
  return { p50: middle?.[0] ?? null, max: sorted.at(-1)?.[0] ?? null }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
