// A small line of how a number went; its text says the same to those who do not see it.
import type { ReactNode } from 'react'
import { sparklinePath } from './sparkline-path.ts'

export interface SparklineProps {
  values: readonly number[]
  /** `Messages in per second over the last minute: now 120, at most 4 500`. */
  label: string
  width?: number
  height?: number
}

/** Room for the width of the line itself. */
const MARGIN = 1

export function Sparkline({ values, label, width = 80, height = 18 }: SparklineProps): ReactNode {
  const path = sparklinePath(values, { width: width - 2 * MARGIN, height: height - 2 * MARGIN })
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="shrink-0 overflow-visible text-accent">
      <title>{label}</title>
      <g transform={`translate(${MARGIN} ${MARGIN})`}>
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" strokeLinecap="round" />
      </g>
    </svg>
  )
}
