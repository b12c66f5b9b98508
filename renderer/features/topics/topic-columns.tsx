// The columns of the topics list. What needs asking draws itself when it is known, so that a scroll draws nothing twice.
import type { ReactNode } from 'react'
import type { TopicGlance, TopicSummary } from '../../../core/contract/topics.ts'
import { formatDuration } from '../../format/durations.ts'
import { formatCount } from '../../format/numbers.ts'
import { describeMoment, relativeTime } from '../../format/times.ts'
import type { GlanceStore } from '../../rpc/glance-store.ts'
import { useGlance } from '../../rpc/use-glances.ts'
import { Badge } from '../../ui/badge.tsx'
import { now, useNow } from '../../ui/clock.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { kindOfTopic } from './topic-kind.ts'
import { countsRecords } from './topic-shapes.ts'

const AGE_BEAT_MS = 5_000

export type TopicGlances = GlanceStore<TopicGlance>

interface CellProps {
  glances: TopicGlances
  topic: TopicSummary
}

export const topicColumns = (glances: TopicGlances, withReplicas: boolean): GridColumn<TopicSummary>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(240px, 1fr)',
    sortable: true,
    cell: ({ name }) => (
      <span className="font-mono text-mono" title={name}>
        {name}
      </span>
    ),
  },
  { id: 'kind', header: 'Kind', width: '150px', cell: (topic) => <KindCell glances={glances} topic={topic} /> },
  {
    id: 'partitions',
    header: 'Partitions',
    width: '92px',
    align: 'end',
    sortable: true,
    cell: ({ partitionCount }) => <Figure value={partitionCount} />,
  },
  ...(withReplicas ? [REPLICAS] : []),
  {
    id: 'records',
    header: 'Records',
    width: '150px',
    align: 'end',
    sortable: true,
    cell: (topic) => <RecordsCell glances={glances} topic={topic} />,
  },
  {
    id: 'lastWrite',
    header: 'Last write',
    width: '110px',
    align: 'end',
    sortable: true,
    cell: (topic) => <LastWriteCell glances={glances} topic={topic} />,
  },
  { id: 'retention', header: 'Retention', width: '110px', cell: (topic) => <RetentionCell glances={glances} topic={topic} /> },
]

const REPLICAS: GridColumn<TopicSummary> = {
  id: 'replicas',
  header: 'Replicas',
  width: '84px',
  align: 'end',
  sortable: true,
  cell: ({ replicationFactor }) => <Figure value={replicationFactor} />,
}

function KindCell({ glances, topic }: CellProps): ReactNode {
  const policy = useGlance(glances, topic.name)?.glance?.cleanupPolicy
  return <KindBadges topic={topic} cleanupPolicy={policy ?? null} />
}

/** `cleanupPolicy`: null = not known. */
export function KindBadges(props: {
  topic: Pick<TopicSummary, 'name' | 'isInternal'>
  cleanupPolicy: string | null
  /** Nothing for a topic like any other. */
  onlySpecial?: boolean
}): ReactNode {
  const { topic, cleanupPolicy, onlySpecial = false } = props
  const { kind, label, because } = kindOfTopic(topic)
  const tone = kind === 'dead-letter' ? 'bad' : kind === 'retry' ? 'warn' : 'neutral'
  const isCompacted = cleanupPolicy?.includes('compact') === true
  return (
    <span className="inline-flex items-center gap-1 align-middle">
      {label !== '' && (
        <Badge tone={tone} title={because}>
          {label}
        </Badge>
      )}
      {isCompacted && <Badge title={`cleanup.policy=${cleanupPolicy}: of each key the newest record is kept.`}>compacted</Badge>}
      {!onlySpecial && label === '' && cleanupPolicy !== null && !isCompacted && (
        <span title={`cleanup.policy=${cleanupPolicy}`} className="text-n10">
          normal
        </span>
      )}
    </span>
  )
}

/** What a cell shows instead of a value; undefined = there is one. */
function withoutValue(known: { glance: TopicGlance | null } | undefined, value: (glance: TopicGlance) => unknown): ReactNode | undefined {
  if (known === undefined) return <span aria-hidden="true" className="skeleton inline-block h-2.5 w-12 align-middle" />
  if (known.glance === null) return <span className="text-n9">gone</span>
  if (value(known.glance) !== null) return undefined
  const { error } = known.glance
  return error === null ? (
    <span className="text-n9">—</span>
  ) : (
    <span className="text-bad" title={error}>
      not read
    </span>
  )
}

function RecordsCell({ glances, topic }: CellProps): ReactNode {
  const known = useGlance(glances, topic.name)
  const missing = withoutValue(known, ({ offsetSpan }) => offsetSpan)
  if (missing !== undefined) return missing
  return <SpanFigure span={known!.glance!.offsetSpan!} cleanupPolicy={known!.glance!.cleanupPolicy} readAtMs={known!.readAtMs} />
}

export interface SpanFigureProps {
  span: bigint
  /** null = not known, so it might be compacted. */
  cleanupPolicy: string | null
  readAtMs?: number
}

/** A span of offsets as the estimate of records that it is; of a topic that may be compacted, as no more than a span. */
export function SpanFigure({ span, cleanupPolicy, readAtMs }: SpanFigureProps): ReactNode {
  if (span === 0n) return <span title="Start and end are the same offset: there are no records.">0</span>
  const isEstimate = countsRecords(cleanupPolicy)
  const why = isEstimate
    ? 'Counted from offsets: transactions and deleted records make it more than there are.'
    : `${formatCount(span)} offsets between start and end. ${cleanupPolicy === null ? 'It may be compacted, so' : 'It is compacted:'} only reading it tells how many records there are.`
  return (
    <span title={readAtMs === undefined ? why : `${why}\nRead ${relativeTime(readAtMs, now())}.`}>
      <span className="text-n9">{isEstimate ? 'about ' : 'span '}</span>
      <Figure value={span} />
      {!isEstimate && <span className="text-n9"> offsets</span>}
    </span>
  )
}

function LastWriteCell({ glances, topic }: CellProps): ReactNode {
  const known = useGlance(glances, topic.name)
  const nowMs = useNow(AGE_BEAT_MS)
  const missing = withoutValue(known, ({ lastTimestamp }) => lastTimestamp)
  if (missing !== undefined) return missing
  const timestamp = known!.glance!.lastTimestamp!
  const { local, utc, epoch } = describeMoment(timestamp, nowMs)
  return (
    <time title={`${local}\nUTC ${utc}\nepoch ${epoch}\nThe greatest timestamp of a record.`} className="tabular-nums">
      {relativeTime(timestamp, nowMs) || epoch}
    </time>
  )
}

function RetentionCell({ glances, topic }: CellProps): ReactNode {
  const known = useGlance(glances, topic.name)
  const retentionMs = known?.glance?.retentionMs ?? null
  if (retentionMs === null) return null
  const policy = known?.glance?.cleanupPolicy ?? null
  if (policy !== null && !policy.includes('delete'))
    return (
      <span className="text-n10" title="Nothing is deleted by age: of each key the newest record stays.">
        newest per key
      </span>
    )
  return (
    <span className="text-n10" title={`retention.ms=${retentionMs}`}>
      {retentionMs < 0n ? 'no limit' : formatDuration(retentionMs)}
    </span>
  )
}
