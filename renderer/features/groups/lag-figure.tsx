// How far a group is behind; says when not every partition is known.
import type { ReactNode } from 'react'
import type { GroupPartition } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { Figure } from '../../ui/figure.tsx'
import { totalLag } from './group-lag.ts'

export function LagFigure({ partitions }: { partitions: readonly Pick<GroupPartition, 'lag'>[] }): ReactNode {
  const { lag, unknown } = totalLag(partitions)
  if (partitions.length === 0)
    return (
      <span className="text-n9" title="Nothing assigned and nothing committed">
        —
      </span>
    )
  if (unknown === partitions.length)
    return (
      <span className="text-n9" title="Nothing committed yet">
        not known
      </span>
    )
  return (
    <span
      className={lag > 0n ? 'font-medium text-warn' : 'text-good'}
      title={unknown > 0 ? `Without ${counted(unknown, 'partition')} whose lag is not known` : 'Counted in offsets'}
    >
      {unknown > 0 && 'at least '}
      <Figure value={lag} />
    </span>
  )
}
