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
  /** At most so many. */
  readonly steps: number
  readonly nowMs: number
}

const MAX_SERIES = 10
const [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS] = [1_000, 60_000, 3_600_000, 86_400_000]
/** Steps that people count in: one can say what a bar stands for. */
const ROUND_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14].map((days) => days * DAY_MS),
]
const LONGEST_STEP_MS = 30 * DAY_MS

export function timelineOf(entries: readonly FailureEntry[], groupOf: (fingerprint: string) => string, range: TimelineRange): FailureTimeline {
  const { fromMs, stepMs, steps } = axisOf(entries, range)
  const byGroup = new Map<string, { readonly newest: FailureEntry; count: number }>()
  for (const entry of entries) {
    const known = byGroup.get(groupOf(entry.fingerprint))
    if (known) known.count += 1
    else byGroup.set(groupOf(entry.fingerprint), { newest: entry, count: 1 })
  }
  const largest = [...byGroup].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MAX_SERIES)
  const series = new Map(largest.map(([fingerprint, { newest }]) => [fingerprint, seriesOf(fingerprint, labelOf(newest), steps)]))
  const others = seriesOf(null, 'Others', steps)
  for (const entry of entries) {
    const { counts, uncertain } = series.get(groupOf(entry.fingerprint)) ?? others
    const step = Math.floor((entry.at - fromMs) / stepMs)
    if (step < 0 || step >= steps) continue
    counts[step]! += 1
    if (entry.timeQuality === 'unknown') uncertain[step]! += 1
  }
  return { fromMs, stepMs, series: [...series.values(), ...(byGroup.size > MAX_SERIES ? [others] : [])] }
}

interface Axis {
  readonly fromMs: number
  readonly stepMs: number
  readonly steps: number
}

function axisOf(entries: readonly FailureEntry[], { fromMs, untilMs, steps: mostSteps, nowMs }: TimelineRange): Axis {
  let oldest = Infinity
  let newest = -Infinity
  for (const { at } of entries) {
    if (at < oldest) oldest = at
    if (at > newest) newest = at
  }
  const until = untilMs ?? Math.max(nowMs, newest + 1)
  const from = Math.min(fromMs ?? (Number.isFinite(oldest) ? oldest : until - mostSteps * SECOND_MS), until - 1)
  return roundAxis(from, until, mostSteps)
}

/** The shortest round step with which so many reach from one to the other; each begins where a clock (of UTC) would begin it. */
function roundAxis(from: number, until: number, mostSteps: number): Axis {
  const axisBy = (stepMs: number): Axis => {
    const fromMs = Math.floor(from / stepMs) * stepMs
    return { fromMs, stepMs, steps: Math.ceil((until - fromMs) / stepMs) }
  }
  const round = ROUND_STEPS_MS.map(axisBy).find(({ steps }) => steps <= mostSteps)
  if (round) return round
  let months = Math.max(1, Math.ceil((until - from) / mostSteps / LONGEST_STEP_MS))
  // Begun earlier for the sake of a round start, it may take one more.
  while (mostSteps > 1 && axisBy(months * LONGEST_STEP_MS).steps > mostSteps) months++
  return axisBy(months * LONGEST_STEP_MS)
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
