// The columns of the failure groups: what failed, how it went, how much of it, and when last.
import { StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailureGroup, Timeline } from '../../../core/contract/dead-letters.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { shortClass } from './failure-words.ts'
import { hueOf } from './timeline-shape.ts'

export const GROUP_ROW_PX = 46

export const groupColumns = (timeline: Timeline | undefined): GridColumn<FailureGroup>[] => [
  { id: 'failure', header: 'Failure', width: 'minmax(200px, 1fr)', sortable: true, cell: (group) => <FailureCell group={group} hue={hueIn(timeline, group)} /> },
  { id: 'trend', header: 'Trend', width: '80px', cell: (group) => <Sparkline values={group.trend} label={trendWords(group)} width={64} height={22} /> },
  { id: 'count', header: 'Count', width: '76px', align: 'end', sortable: true, cell: (group) => <CountCell group={group} /> },
  { id: 'last', header: 'Last seen', width: '116px', align: 'end', sortable: true, cell: (group) => <LastCell group={group} /> },
]

function hueIn(timeline: Timeline | undefined, { fingerprint }: FailureGroup): string {
  const place = timeline?.series.findIndex((series) => series.fingerprint === fingerprint) ?? -1
  return timeline && place >= 0 ? hueOf(timeline, place) : 'var(--color-n6)'
}

function FailureCell({ group, hue }: { group: FailureGroup; hue: string }): ReactNode {
  const { class: name, message, maskedMessage, bouncedCount, note } = group
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden="true" className="h-8 w-1 shrink-0 rounded-full" style={{ background: hue }} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="min-w-0 truncate font-medium" title={name ?? undefined}>
            {shortClass(name)}
          </span>
          {bouncedCount > 0 && (
            <span className="shrink-0 text-small text-bad" title={`${counted(bouncedCount, 'replay')} of it failed again`}>
              {formatCount(bouncedCount)} came back
            </span>
          )}
          {note !== '' && <StickyNote size={11} aria-label={`Note: ${note}`} className="shrink-0 text-n10" />}
        </span>
        <span className="truncate text-n10" title={message ?? undefined}>
          {maskedMessage ?? message ?? 'no message'}
        </span>
      </span>
    </span>
  )
}

export function trendWords({ trend, trendStepMs }: Pick<FailureGroup, 'trend' | 'trendStepMs'>): string {
  const now = trend.at(-1) ?? 0
  return `Failures per ${formatDuration(Math.round(trendStepMs))}: now ${formatCount(now)}, at most ${formatCount(Math.max(0, ...trend))}`
}

const CountCell = ({ group: { count, newCount } }: { group: FailureGroup }): ReactNode => (
  <span className="flex flex-col">
    <Figure value={count} className="font-medium" />
    <span className="text-small text-accent tabular-nums">{newCount > 0 && newCount < count && `${formatCount(newCount)} new`}</span>
  </span>
)

const LastCell = ({ group: { firstSeenMs, lastSeenMs } }: { group: FailureGroup }): ReactNode => (
  <span className="flex flex-col">
    <RelativeTime timestampMs={lastSeenMs} />
    <span className="text-small text-n9" title="First seen">
      first <RelativeTime timestampMs={firstSeenMs} />
    </span>
  </span>
)
