// The columns of the lists of replays and of plans.
import type { ReactNode } from 'react'
import type { JobSummary, PlanSummary } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { finalCount, itemParts, JOB_STATES, tookWords } from './job-words.ts'
import { PartsBar } from './parts-bar.tsx'
import { verdictWords } from './plan-words.ts'

export const JOB_COLUMNS: GridColumn<JobSummary>[] = [
  { id: 'number', header: '#', width: '56px', align: 'end', cell: ({ number }) => <Figure value={number} className="text-n10" /> },
  { id: 'name', header: 'Replay', width: 'minmax(140px, 1.2fr)', cell: ({ name, isSandbox }) => <Name name={name} isSandbox={isSandbox} /> },
  { id: 'state', header: 'State', width: '150px', cell: (job) => <State job={job} /> },
  { id: 'progress', header: 'Records', width: 'minmax(190px, 1fr)', cell: (job) => <Progress job={job} /> },
  { id: 'failed', header: 'Failed', width: '70px', align: 'end', cell: ({ items }) => <Count value={items.failed + items.held} className="text-bad" /> },
  { id: 'back', header: 'Came back', width: '82px', align: 'end', cell: ({ outcomes }) => <Count value={outcomes.bounced} className="text-bad" /> },
  { id: 'clusters', header: 'Goes', width: 'minmax(120px, 0.8fr)', cell: ({ sourceName, targetName }) => <span className="text-n11">{sourceName === targetName ? `within ${targetName}` : `${sourceName} to ${targetName}`}</span> },
  { id: 'started', header: 'Started', width: '96px', cell: ({ startedAtMs, scheduledForMs }) => <Started startedAtMs={startedAtMs} scheduledForMs={scheduledForMs} /> },
  { id: 'took', header: 'Took', width: '84px', cell: (job) => <Took job={job} /> },
]

function Name({ name, isSandbox }: { name: string; isSandbox: boolean }): ReactNode {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
      {isSandbox && <Badge tone="accent">sandbox</Badge>}
    </span>
  )
}

function State({ job: { state, reason } }: { job: JobSummary }): ReactNode {
  const { word, tone } = JOB_STATES[state]
  return (
    <span title={reason ? `${reason.message} ${reason.remedy}` : undefined}>
      <Badge tone={tone}>{word}</Badge>
    </span>
  )
}

function Progress({ job }: { job: JobSummary }): ReactNode {
  return (
    <span className="flex items-center gap-2">
      <span className="w-16 shrink-0">
        <PartsBar label={`Records of job ${job.number}`} parts={itemParts(job)} thin />
      </span>
      <span className="truncate tabular-nums">
        {formatCount(finalCount(job))} of {formatCount(job.items.total)}
      </span>
    </span>
  )
}

function Count({ value, className }: { value: number; className: string }): ReactNode {
  return value === 0 ? <span className="text-n9">0</span> : <Figure value={value} className={`font-medium ${className}`} />
}

function Started({ startedAtMs, scheduledForMs }: Pick<JobSummary, 'startedAtMs' | 'scheduledForMs'>): ReactNode {
  if (startedAtMs !== null) return <RelativeTime timestampMs={startedAtMs} />
  return scheduledForMs === null ? (
    <span className="text-n9">not yet</span>
  ) : (
    <span className="text-accent">
      due <RelativeTime timestampMs={scheduledForMs} />
    </span>
  )
}

function Took({ job }: { job: JobSummary }): ReactNode {
  const nowMs = useNow(1_000)
  return <span className="tabular-nums">{tookWords(job, nowMs)}</span>
}

export const PLAN_COLUMNS: GridColumn<PlanSummary>[] = [
  { id: 'name', header: 'Plan', width: 'minmax(160px, 1.2fr)', cell: ({ name }) => <Name name={name} isSandbox={false} /> },
  { id: 'items', header: 'Records', width: '90px', align: 'end', cell: ({ itemCount }) => <Figure value={itemCount} /> },
  { id: 'targets', header: 'Goes to', width: 'minmax(160px, 1fr)', cell: ({ targets, targetName }) => <span title={targets.map(({ topic, count }) => `${topic}: ${count}`).join('\n')}>{targets.length === 1 ? targets[0]!.topic : counted(targets.length, 'topic')} on {targetName}</span> },
  { id: 'edited', header: 'Repaired', width: '110px', cell: ({ editedCount, transform }) => (transform.kind === 'none' && editedCount === 0 ? <span className="text-n9">no</span> : editedCount > 0 ? `${formatCount(editedCount)} by hand` : 'all') },
  { id: 'dry', header: 'Dry run', width: 'minmax(150px, 1fr)', cell: ({ dryRun }) => (dryRun === null ? <span className="text-n9">not run</span> : <span className={dryRun.isCurrent ? '' : 'text-n10'}>{verdictWords(dryRun)}{dryRun.isCurrent ? '' : ' Out of date.'}</span>) },
  { id: 'made', header: 'Made', width: '110px', cell: ({ createdAtMs }) => <RelativeTime timestampMs={createdAtMs} /> },
]
