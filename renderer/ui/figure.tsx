// A whole number in a column: digits in groups, exact, copied without separators.
import type { ReactNode } from 'react'
import { digitGroups } from '../format/numbers.ts'

export function Figure({ value, className }: { value: number | bigint; className?: string }): ReactNode {
  const { sign, groups } = digitGroups(value)
  return (
    <span className={`tabular-nums ${className ?? ''}`}>
      {sign}
      {groups.map((group, index) => (
        // Groups have no identity but their place.
        // oxlint-disable-next-line no-array-index-key
        <span key={index} className="figure-group">
          {group}
        </span>
      ))}
    </span>
  )
}
