// How many records a second at most, on a scale from one to as fast as it goes.
import { type ReactNode, useState } from 'react'
import { counted } from '../../format/numbers.ts'
import { useAfter } from '../../ui/clock.ts'
import { RATE_STOPS, rateAt, stopOf } from './rate-scale.ts'

export interface RateSliderProps {
  value: number | null
  onChange: (rate: number | null) => void
}

/** A slider on the move passes many stops; what counts is where it comes to rest. */
const RESTS_AFTER_MS = 250

export function RateSlider({ value, onChange }: RateSliderProps): ReactNode {
  const [stop, setStop] = useState(() => stopOf(value))
  const [isMoved, setMoved] = useState(false)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setStop(stopOf(value))
  }
  useAfter(RESTS_AFTER_MS, stop, () => {
    if (!isMoved) return
    setMoved(false)
    if (rateAt(stop) !== value) onChange(rateAt(stop))
  })
  // What was typed elsewhere may lie between two stops.
  const rate = isMoved ? rateAt(stop) : value
  const words = rate === null ? 'as fast as it goes' : `${counted(rate, 'record')} a second`
  return (
    <span className="flex h-6.5 items-center gap-3">
      <input
        type="range"
        aria-label="Records a second at most"
        aria-valuetext={words}
        min={0}
        max={RATE_STOPS.length - 1}
        step={1}
        value={stop}
        className="w-40 min-w-16 accent-accent"
        onChange={(event) => (setMoved(true), setStop(Number(event.target.value)))}
      />
      <output className="font-medium whitespace-nowrap tabular-nums">{words}</output>
    </span>
  )
}
