// Which partitions are read (none chosen means all), each with the part of it that has been: drawn, and in words.
import { Popover } from '@base-ui/react/popover'
import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { ChevronDown, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { TextField } from '../../ui/field.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { coverageSegment, coverageWords, parsePartitions, partitionsText } from './coverage-shape.ts'

export interface PartitionChipsProps {
  partitions: readonly number[]
  chosen: readonly number[]
  coverage: readonly Coverage[]
  onChange: (chosen: readonly number[]) => void
}

/** More are chosen from a list. */
const MOST_CHIPS = 16
/** More are chosen by writing their numbers. */
const MOST_TOGGLES = 400

export function PartitionChips(props: PartitionChipsProps): ReactNode {
  const { partitions } = props
  if (partitions.length === 0) return null
  if (partitions.length > MOST_CHIPS) return <PartitionPicker {...props} />
  return (
    <>
      <div className="flex min-w-0 overflow-x-auto py-0.5 [scrollbar-width:none] @max-[760px]:hidden">
        <Toggles {...props} className="flex gap-1" />
      </div>
      <div className="hidden shrink-0 @max-[760px]:flex">
        {partitions.length === 1 ? <Toggles {...props} className="flex gap-1" /> : <PartitionPicker {...props} />}
      </div>
    </>
  )
}

function Toggles({ partitions, chosen, coverage, onChange, className }: PartitionChipsProps & { className: string }): ReactNode {
  const byPartition = new Map(coverage.map((one) => [one.partition, one]))
  return (
    <ToggleGroup
      aria-label="Partitions read"
      multiple
      value={chosen.map(String)}
      onValueChange={(values) => onChange(values.map(Number).toSorted((a, b) => a - b))}
      className={className}
    >
      {partitions.map((partition) => {
        const covered = byPartition.get(partition)
        const failed = covered !== undefined && covered.error !== null
        return (
          <Toggle
            key={partition}
            value={String(partition)}
            aria-label={`Partition ${partition}, ${coverageWords(covered)}`}
            title={`Partition ${partition}: ${coverageWords(covered)}`}
            className={cx(
              'relative inline-flex h-5.5 min-w-10 shrink-0 items-center justify-center gap-1 overflow-hidden rounded-inner border px-1.5 pb-0.5 text-small hover:bg-n3 data-pressed:border-accent data-pressed:bg-accent-soft',
              failed ? 'border-bad bg-bad-soft text-bad' : 'border-n6 text-n11',
            )}
          >
            {failed && <TriangleAlert size={11} aria-hidden="true" />}
            <SeriesMark index={partition} />
            <CoverageBar coverage={covered} hue={partition} />
          </Toggle>
        )
      })}
    </ToggleGroup>
  )
}

function CoverageBar({ coverage, hue }: { coverage: Coverage | undefined; hue: number }): ReactNode {
  const segment = coverage && coverageSegment(coverage)
  return (
    <span aria-hidden="true" className="absolute inset-x-0 bottom-0 h-0.75 bg-n5">
      {segment && (
        <span
          className="absolute inset-y-0 min-w-px"
          style={{ left: `${segment.left}%`, width: `${segment.width}%`, background: `var(--color-p${hue % 8})` }}
        />
      )}
    </span>
  )
}

function PartitionPicker(props: PartitionChipsProps): ReactNode {
  const { partitions, chosen, coverage, onChange } = props
  const failed = coverage.filter(({ error }) => error !== null)
  const all = counted(partitions.length, 'partition')
  const words = chosen.length === 0 ? `All ${all}` : `${chosen.length} of ${all}`
  return (
    <Popover.Root>
      <Popover.Trigger
        className={cx(
          'inline-flex h-5.5 shrink-0 items-center gap-1 rounded-inner border px-1.5 text-small whitespace-nowrap tabular-nums hover:bg-n3',
          failed.length > 0 ? 'border-bad text-bad' : chosen.length > 0 ? 'border-accent bg-accent-soft' : 'border-n6',
        )}
      >
        {words}
        {failed.length > 0 && <span>, {failed.length} unreadable</span>}
        <ChevronDown size={12} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-20">
          <Popover.Popup className="floating flex max-h-100 w-110 max-w-[90vw] flex-col gap-2 rounded-outer border border-n7 bg-n2 p-3 shadow-float outline-none">
            <Popover.Title className="font-semibold">Partitions to read</Popover.Title>
            <PartitionNumbers key={chosen.join()} count={partitions.length} chosen={chosen} onChange={onChange} />
            <div className="flex gap-2">
              <Button onClick={() => onChange([])} disabled={chosen.length === 0}>
                Read all
              </Button>
              {failed.length > 0 && (
                <p className="text-small text-bad">Could not be read: {partitionsText(failed.map((one) => one.partition))}</p>
              )}
            </div>
            {partitions.length <= MOST_TOGGLES && (
              <div className="overflow-auto">
                <Toggles {...props} className="flex flex-wrap gap-1" />
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function PartitionNumbers(props: { count: number; chosen: readonly number[]; onChange: (chosen: readonly number[]) => void }): ReactNode {
  const { count, chosen, onChange } = props
  const [text, setText] = useState(() => partitionsText(chosen))
  const parsed = parsePartitions(text, count)
  return (
    <form onSubmit={(event) => (event.preventDefault(), parsed && onChange(parsed))}>
      <TextField
        label="Numbers, then Enter"
        mono
        placeholder="0-3, 8"
        value={text}
        onChange={setText}
        error={parsed === null ? `Write partitions from 0 to ${count - 1}: 0-3, 8` : null}
      />
    </form>
  )
}
