// How far a group is behind; says when not every partition is known.
import type { ReactNode } from 'react'
import { counted } from '../../format/numbers.ts'
import { Figure } from '../../ui/figure.tsx'

export interface LagFigureProps {
  /** Over the partitions whose lag is known; null = of none. */
  lag: bigint | null
  /** Partitions whose lag is not known. */
  unknown: number
}

export function LagFigure({ lag, unknown }: LagFigureProps): ReactNode {
  if (lag === null)
    return (
      <span className="text-n9" title={unknown === 0 ? 'Nothing assigned and nothing committed' : `Nothing committed yet in ${counted(unknown, 'partition')}, or the end could not be read`}>
        {unknown === 0 ? '—' : 'not known'}
      </span>
    )
  return (
    <span
      className={lag > 0n ? 'font-medium text-warn' : 'text-good'}
      title={unknown > 0 ? `Without ${counted(unknown, 'partition')} whose lag is not known` : 'Counted in offsets, which may be more than records'}
    >
      {unknown > 0 && 'at least '}
      <Figure value={lag} />
    </span>
  )
}
