// Which partitions are in sight. None chosen means all.
import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'
import { SeriesMark } from '../../ui/series-mark.tsx'

export interface PartitionChipsProps {
  partitions: readonly number[]
  chosen: ReadonlySet<number>
  onChange: (chosen: ReadonlySet<number>) => void
}

export function PartitionChips({ partitions, chosen, onChange }: PartitionChipsProps): ReactNode {
  if (partitions.length < 2) return null
  return (
    <ToggleGroup
      aria-label="Partitions shown"
      multiple
      value={[...chosen].map(String)}
      onValueChange={(values) => onChange(new Set(values.map(Number)))}
      className="flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {partitions.map((partition) => (
        <Toggle
          key={partition}
          value={String(partition)}
          aria-label={`Partition ${partition}`}
          className="inline-flex h-5.5 shrink-0 items-center rounded-inner border border-n6 px-1.5 text-small text-n11 hover:bg-n3 data-pressed:border-accent data-pressed:bg-accent-soft"
        >
          <SeriesMark index={partition} />
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
