// When it failed: entries counted into equal steps of time, the largest groups each as a series.
import { maskMessage } from '../fingerprint/mask.ts'
import type { FailureEntry } from './failure-entry.ts'

export interface TimelineSeries {
  /** null = all groups that have no series of their own. */
  readonly fingerprint: string | null
  readonly label: string
  readonly counts: number[]
  /** Of them, those that stand there by the time of the dead letter: when they failed is not known. */
  readonly uncertain: number[]
}

export interface FailureTimeline {
  readonly fromMs: number
  readonly stepMs: number
  readonly series: TimelineSeries[]
}

export interface TimelineRange {
  readonly fromMs: number | undefined
  readonly untilMs: number | undefined
  readonly steps: number
  readonly nowMs: number
}

const MAX_SERIES = 10
const MIN_STEP_MS = 1_000

export function timelineOf(entries: readonly FailureEntry[], groupOf: (fingerprint: string) => string, range: TimelineRange): FailureTimeline {
  const { fromMs, stepMs } = axisOf(entries, range)
  const byGroup = new Map<string, { readonly newest: FailureEntry; count: number }>()
  for (const entry of entries) {
    const known = byGroup.get(groupOf(entry.fingerprint))
    if (known) known.count += 1
    else byGroup.set(groupOf(entry.fingerprint), { newest: entry, count: 1 })
  }
  const largest = [...byGroup].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MAX_SERIES)
  const series = new Map(largest.map(([fingerprint, { newest }]) => [fingerprint, seriesOf(fingerprint, labelOf(newest), range.steps)]))
  const others = seriesOf(null, 'Others', range.steps)
  for (const entry of entries) {
    const { counts, uncertain } = series.get(groupOf(entry.fingerprint)) ?? others
    const step = Math.floor((entry.at - fromMs) / stepMs)
    if (step < 0 || step >= range.steps) continue
    counts[step]! += 1
    if (entry.timeQuality === 'unknown') uncertain[step]! += 1
  }
  return { fromMs, stepMs, series: [...series.values(), ...(byGroup.size > MAX_SERIES ? [others] : [])] }
}

function axisOf(entries: readonly FailureEntry[], { fromMs, untilMs, steps, nowMs }: TimelineRange): { fromMs: number; stepMs: number } {
  let oldest = Infinity
  let newest = -Infinity
  for (const { at } of entries) {
    if (at < oldest) oldest = at
    if (at > newest) newest = at
  }
  const until = untilMs ?? Math.max(nowMs, newest + 1)
  const from = Math.min(fromMs ?? (Number.isFinite(oldest) ? oldest : until - steps * MIN_STEP_MS), until - 1)
  return { fromMs: from, stepMs: Math.max(MIN_STEP_MS, Math.ceil((until - from) / steps)) }
}

function seriesOf(fingerprint: string | null, label: string, steps: number): TimelineSeries {
  const zeros = (): number[] => Array.from({ length: steps }, () => 0)
  return { fingerprint, label, counts: zeros(), uncertain: zeros() }
}

/** `CardDeclinedException: Card <n> declined` */
export function labelOf({ class: named, message }: Pick<FailureEntry, 'class' | 'message'>): string {
  const short = named?.slice(Math.max(named.lastIndexOf('.'), named.lastIndexOf('$')) + 1)
  const text = [short, message === null ? '' : maskMessage(message.split('\n', 1)[0]!)].filter(Boolean).join(': ')
  return text === '' ? 'No error was told' : text.slice(0, 120)
}
