// The stacked histogram of failures over time as rectangles: which part of which step belongs to which group, and what stands under the pointer.
import type { Timeline } from '../../../core/contract/dead-letters.ts'

export interface TimelineBox {
  width: number
  height: number
}

export interface TimelinePiece {
  step: number
  /** Place of the series: its hue. */
  series: number
  x: number
  y: number
  width: number
  height: number
  /** Stands there by the time the dead letter was written. */
  isUncertain: boolean
}

const GAP = 1
/** One dead letter among thousands must still be seen. */
const LEAST_PX = 1.5

export const stepsOf = (timeline: Timeline): number => Math.max(0, ...timeline.series.map(({ counts }) => counts.length))

export const totalAt = ({ series }: Timeline, step: number): number => series.reduce((sum, { counts }) => sum + (counts[step] ?? 0), 0)

export const largestTotal = (timeline: Timeline): number => Math.max(0, ...Array.from({ length: stepsOf(timeline) }, (_, step) => totalAt(timeline, step)))

/** From the bottom up, the largest group lowest; within a group what is certain below what is not. */
export function timelinePieces(timeline: Timeline, { width, height }: TimelineBox): TimelinePiece[] {
  const steps = stepsOf(timeline)
  const largest = largestTotal(timeline)
  if (steps === 0 || largest === 0) return []
  const stepPx = width / steps
  const pieces: TimelinePiece[] = []
  for (let step = 0; step < steps; step++) {
    let bottom = height
    for (const [series, { counts, uncertain }] of timeline.series.entries()) {
      const count = counts[step] ?? 0
      const doubtful = Math.min(uncertain[step] ?? 0, count)
      for (const [part, isUncertain] of [[count - doubtful, false], [doubtful, true]] as const) {
        if (part === 0) continue
        const partPx = Math.max((part / largest) * height, LEAST_PX)
        bottom -= partPx
        pieces.push({ step, series, x: round(step * stepPx), y: round(Math.max(bottom, 0)), width: round(Math.max(stepPx - GAP, 1)), height: round(partPx), isUncertain })
      }
    }
  }
  return pieces
}

const round = (value: number): number => Math.round(value * 100) / 100

export function stepAt(x: number, { width }: TimelineBox, steps: number): number {
  return Math.min(Math.max(Math.floor((x / width) * steps), 0), Math.max(steps - 1, 0))
}

export interface StepRange {
  fromMs: number
  untilMs: number
}

/** The time that two steps and all between them cover, whichever comes first; its end is not in it. */
export function rangeOf({ fromMs, stepMs }: Timeline, a: number, b = a): StepRange {
  return { fromMs: fromMs + Math.min(a, b) * stepMs, untilMs: fromMs + (Math.max(a, b) + 1) * stepMs }
}

/** Which of the marks fall into a step. */
export const marksAt = (timeline: Timeline, step: number): Timeline['marks'] => {
  const { fromMs, untilMs } = rangeOf(timeline, step)
  return timeline.marks.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs)
}

/** The hue of a series; what is beyond the named ones is grey. */
export const hueOf = ({ series }: Timeline, place: number): string =>
  typeof series[place]?.fingerprint === 'string' ? `var(--color-p${place % 8})` : 'var(--color-n8)'

/** Round steps only, and few enough that each is wide enough to be hit. */
export const stepsFor = (widthPx: number): number => Math.min(Math.max(Math.floor(widthPx / 12), 0), 120)
