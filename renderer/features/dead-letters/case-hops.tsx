// The way of a record from its topic over retry tiers to where it lies now, with what it waited in between.
import type { ReactNode } from 'react'
import type { FailureCase } from '../../../core/contract/dead-letters.ts'
import { formatDuration } from '../../format/durations.ts'
import { cx } from '../../ui/class-names.ts'
import { MomentText } from '../../ui/moment-text.tsx'
import { type HopLine, hopLines } from './hop-lines.ts'
import { PlaceLink, type PlaceLinkProps } from './place-link.tsx'

export function CaseHops({ data, onOpenRecord }: { data: FailureCase; onOpenRecord: PlaceLinkProps['onOpenRecord'] }): ReactNode {
  return (
    <ol className="flex flex-col">
      {hopLines(data).map((line) => (
        <Hop key={line.id} line={line} onOpenRecord={onOpenRecord} />
      ))}
    </ol>
  )
}

function Hop({ line, onOpenRecord }: { line: HopLine; onOpenRecord: PlaceLinkProps['onOpenRecord'] }): ReactNode {
  const { place, atMs, waitedMs, note, isLast } = line
  return (
    <li className="relative flex gap-2.5 pb-1.5 pl-0.5 last:pb-0">
      {!isLast && <span aria-hidden="true" className="absolute top-3 bottom-[-8px] left-[5px] w-px bg-n7" />}
      <span aria-hidden="true" className={cx('mt-1.5 size-2 shrink-0 rounded-full border', isLast ? 'border-bad bg-bad' : 'border-n8 bg-n1')} />
      <div className="min-w-0 flex-1 select-text">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <PlaceLink place={place} isThere onOpenRecord={onOpenRecord} />
          {atMs !== null && (
            <span className="text-small text-n10">
              <MomentText timestampMs={atMs} />
            </span>
          )}
        </p>
        <p className="text-small text-n10">
          {note}
          {waitedMs !== null && `${note === '' ? '' : ', '}${formatDuration(waitedMs)} later`}
        </p>
      </div>
    </li>
  )
}
