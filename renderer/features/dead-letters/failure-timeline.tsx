// When things failed, stacked by group; hatched where only the time of the dead letter itself is known. A bar or a stretch of them narrows what is shown.
import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, type SVGAttributes, useEffect, useId, useRef, useState } from 'react'
import type { Timeline } from '../../../core/contract/dead-letters.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { describeMoment } from '../../format/times.ts'
import { now } from '../../ui/clock.ts'
import { useTimeZone } from '../../ui/moment-text.tsx'
import { hueOf, largestTotal, marksAt, rangeOf, stepAt, stepsOf, timelinePieces, totalAt } from './timeline-shape.ts'

const HEIGHT = 56

export interface FailureTimelineProps {
  timeline: Timeline | undefined
  /** Told when it changes: as many steps are asked for as there is room. */
  onWidth: (widthPx: number) => void
  onRange: (fromMs: number, untilMs: number) => void
}

export function FailureTimeline({ timeline, onWidth, onRange }: FailureTimelineProps): ReactNode {
  const [frame, width] = useWidth(onWidth)
  return (
    <div className="shrink-0 border-b border-n6 px-3 pt-2 pb-1">
      <div ref={frame} className="relative" style={{ height: HEIGHT }}>
        {timeline && width > 0 && stepsOf(timeline) > 0 && <Bars timeline={timeline} width={width} onRange={onRange} />}
      </div>
      <Axis timeline={timeline} />
    </div>
  )
}

function useWidth(onWidth: (widthPx: number) => void): [{ current: HTMLDivElement | null }, number] {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const px = Math.floor(entry!.contentRect.width)
      setWidth(px)
      onWidth(px)
    })
    observer.observe(frame.current!)
    return () => observer.disconnect()
  }, [onWidth])
  return [frame, width]
}

interface BarsProps {
  timeline: Timeline
  width: number
  onRange: FailureTimelineProps['onRange']
}

function Bars({ timeline, width, onRange }: BarsProps): ReactNode {
  const steps = stepsOf(timeline)
  const stepPx = width / steps
  const { at, marked, handlers } = useSteps(timeline, width, onRange)
  return (
    <>
      <svg
        role="slider"
        tabIndex={0}
        aria-label="Failures over time: arrow keys walk the bars, Enter shows only what failed then"
        aria-valuemin={0}
        aria-valuemax={steps - 1}
        aria-valuenow={at ?? steps - 1}
        aria-valuetext={stepWords(timeline, at ?? steps - 1)}
        width={width}
        height={HEIGHT}
        className="block touch-none rounded-[2px]"
        {...handlers}
      >
        <line x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--color-n6)" />
        {marked && (
          <rect x={Math.min(marked.from, marked.to) * stepPx} width={(Math.abs(marked.to - marked.from) + 1) * stepPx} height={HEIGHT} fill="var(--color-accent-soft)" />
        )}
        <Pieces timeline={timeline} width={width} />
        {timeline.marks.map((mark) => {
          const x = ((mark.atMs - timeline.fromMs) / timeline.stepMs) * stepPx
          const stroke = mark.kind === 'bounce' ? 'var(--color-bad)' : 'var(--color-accent)'
          return <line key={`${mark.atMs} ${mark.text}`} x1={x} x2={x} y1="0" y2={HEIGHT} stroke={stroke} strokeDasharray="3 2" />
        })}
      </svg>
      {at !== null && <Reading timeline={timeline} step={at} leftPx={(at + 0.5) * stepPx} width={width} />}
    </>
  )
}

/** Drawn anew only with other counts, and not for every move of the pointer. */
const Pieces = memo(({ timeline, width }: { timeline: Timeline; width: number }): ReactNode => {
  const hatch = useId()
  return (
    <>
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="4" fill="var(--color-n1)" fillOpacity="0.75" />
        </pattern>
      </defs>
      {timelinePieces(timeline, { width, height: HEIGHT }).map((piece) => (
        <g key={`${piece.step} ${piece.series} ${piece.isUncertain}`}>
          <rect x={piece.x} y={piece.y} width={piece.width} height={piece.height} fill={hueOf(timeline, piece.series)} />
          {piece.isUncertain && <rect x={piece.x} y={piece.y} width={piece.width} height={piece.height} fill={`url(#${hatch})`} />}
        </g>
      ))}
    </>
  )
})

interface Steps {
  /** Under the pointer, or reached by keys. */
  at: number | null
  marked: { from: number; to: number } | null
  handlers: Pick<SVGAttributes<SVGSVGElement>, 'onKeyDown' | 'onMouseDown' | 'onBlur' | 'onPointerMove' | 'onPointerLeave' | 'onPointerDown' | 'onPointerUp' | 'onPointerCancel'>
}

/** A click takes one step, a drag all between its ends; keys do the same, a step at a time. */
function useSteps(timeline: Timeline, width: number, onRange: FailureTimelineProps['onRange']): Steps {
  const steps = stepsOf(timeline)
  const [at, setAt] = useState<number | null>(null)
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const stepOf = (event: PointerEvent): number => stepAt(event.clientX - event.currentTarget.getBoundingClientRect().left, { width, height: HEIGHT }, steps)
  const choose = (from: number, to: number): void => {
    const { fromMs, untilMs } = rangeOf(timeline, from, to)
    onRange(fromMs, untilMs)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = keyStep(event.key, at ?? steps, steps)
    if (event.key === 'Enter' && at !== null) choose(at, at)
    else if (next === null) return
    else setAt(next)
    event.preventDefault()
    event.stopPropagation()
  }
  const handlers: Steps['handlers'] = {
    onKeyDown,
    onBlur: () => setAt(null),
    onPointerMove: (event) => {
      const step = stepOf(event)
      setAt(step)
      if (drag) setDrag({ ...drag, to: step })
    },
    onPointerLeave: () => drag === null && setAt(null),
    onPointerDown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ from: stepOf(event), to: stepOf(event) })
    },
    onPointerUp: () => {
      if (drag) choose(drag.from, drag.to)
      setDrag(null)
    },
    onPointerCancel: () => setDrag(null),
    // The focus stays where it was: a drag is no visit.
    onMouseDown: (event) => event.preventDefault(),
  }
  return { at, marked: drag ?? (at === null ? null : { from: at, to: at }), handlers }
}

function keyStep(key: string, at: number, steps: number): number | null {
  const target = key === 'ArrowLeft' ? at - 1 : key === 'ArrowRight' ? at + 1 : key === 'Home' ? 0 : key === 'End' ? steps - 1 : null
  return target === null ? null : Math.min(Math.max(target, 0), steps - 1)
}

function stepWords(timeline: Timeline, step: number): string {
  const { fromMs, untilMs } = rangeOf(timeline, step)
  return `${spanWords(fromMs, untilMs)}: ${counted(totalAt(timeline, step), 'failure')}`
}

const spanWords = (fromMs: number, untilMs: number): string => `${clockTime(fromMs)} to ${clockTime(untilMs)}`
const clockTime = (ms: number): string => describeMoment(Math.floor(ms), now()).local.replace(/\.\d{3}$/, '')

const MOST_NAMED = 6

/** Exact values of one step, group by group. */
function Reading({ timeline, step, leftPx, width }: { timeline: Timeline; step: number; leftPx: number; width: number }): ReactNode {
  useTimeZone()
  const { fromMs, untilMs } = rangeOf(timeline, step)
  const parts = timeline.series
    .map(({ label, counts, uncertain }, place) => ({ label, place, count: counts[step] ?? 0, uncertain: uncertain[step] ?? 0 }))
    .filter(({ count }) => count > 0)
  const side = leftPx > width / 2 ? { right: width - leftPx + 8 } : { left: leftPx + 8 }
  return (
    <div role="tooltip" className="pointer-events-none absolute top-0 z-10 max-w-80 rounded-outer border border-n7 bg-n2 px-2 py-1 text-small shadow-float" style={side}>
      <p className="text-n10 tabular-nums">{spanWords(fromMs, untilMs)}</p>
      {parts.length === 0 && <p>Nothing failed.</p>}
      {parts.slice(0, MOST_NAMED).map(({ label, place, count, uncertain }) => (
        <p key={place} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: hueOf(timeline, place) }} />
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="font-medium tabular-nums">{formatCount(count)}</span>
          {uncertain > 0 && <span className="text-n10">{uncertain === count ? 'about then' : `${formatCount(uncertain)} about then`}</span>}
        </p>
      ))}
      {parts.length > MOST_NAMED && <p className="text-n10">and {counted(parts.length - MOST_NAMED, 'more group')}</p>}
      {marksAt(timeline, step).map(({ atMs, text }) => (
        <p key={`${atMs} ${text}`} className="text-accent">
          {text}
        </p>
      ))}
    </div>
  )
}

function Axis({ timeline }: { timeline: Timeline | undefined }): ReactNode {
  useTimeZone()
  if (!timeline || stepsOf(timeline) === 0) return <p className="h-4" />
  const untilMs = timeline.fromMs + stepsOf(timeline) * timeline.stepMs
  return (
    <p className="flex h-4 justify-between text-small text-n9 tabular-nums">
      <span>{clockTime(timeline.fromMs)}</span>
      <span>
        failures per {stepLength(timeline.stepMs)}, at most {formatCount(largestTotal(timeline))}
      </span>
      <span>{clockTime(untilMs)}</span>
    </p>
  )
}

const LENGTHS: readonly [ms: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
]

function stepLength(stepMs: number): string {
  const [ms, unit] = LENGTHS.find(([length]) => stepMs >= length) ?? [1, 'ms']
  const count = stepMs / ms
  return Number.isInteger(count) ? `${count} ${unit}` : `about ${Math.round(count)} ${unit}`
}
