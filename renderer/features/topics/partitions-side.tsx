// The partitions of a topic: who leads and follows each, where it starts and ends, and about how much is in it.
import { type ReactNode, useMemo, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { TopicDetail, TopicPartition } from '../../../core/contract/topics.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { isMissing, QueryMissing } from '../../rpc/query-missing.tsx'
import { useCommands } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridColumn, type Sort } from '../../ui/data-grid.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Figure } from '../../ui/figure.tsx'
import { ReadAge } from '../../ui/read-age.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { sortPartitions } from './partition-order.ts'
import { SpanFigure } from './topic-columns.tsx'
import { cleanupPolicyOf, offsetsHeld, replicaHealth, spanOf } from './topic-shapes.ts'
import type { TopicSide } from './topics-screen.tsx'
import { OFFSETS_EVERY_MS, useTopicDetail } from './topics.queries.ts'

export interface PartitionsSideProps {
  connection: Connection
  topic: string
  onSide: (side: TopicSide) => void
  onBack: () => void
}

export function PartitionsSide({ connection, topic, onSide, onBack }: PartitionsSideProps): ReactNode {
  const query = useTopicDetail(connection.id, topic, OFFSETS_EVERY_MS)
  const { data } = query
  useCommands([
    { id: 'topic.back', title: 'Back to the topics', keys: ['Escape'], run: onBack },
    { id: 'topic.refresh', title: 'Read the topic again', keys: ['Shift+R'], run: () => void query.refetch() },
  ])
  return (
    <>
      {data && (
        <Facts
          end={<ReadAge readAtMs={data.readAtMs} everyMs={OFFSETS_EVERY_MS} isStale={query.isError} isReading={query.isFetching} onRead={() => void query.refetch()} />}
        >
          <Totals detail={data} />
        </Facts>
      )}
      {!isMissing(query) && <QueryFailure query={query} />}
      <QueryMissing query={query} why="It may have been deleted, or has another name on this cluster." back="All topics" onBack={onBack} />
      {query.isPending && <SkeletonRows label={`Reading the partitions of ${topic}`} />}
      {data && <PartitionGrid place={`${connection.id}/topics/${topic}`} detail={data} onOpen={() => onSide('messages')} />}
    </>
  )
}

function Totals({ detail }: { detail: TopicDetail }): ReactNode {
  const { count, unread } = offsetsHeld(detail)
  const { leaderless, underReplicated } = replicaHealth(detail.partitions)
  return (
    <>
      <Fact name="Partitions">{detail.partitionCount}</Fact>
      <Fact name="Records">
        {unread > 0 && <span className="text-n9">without {counted(unread, 'partition')}: </span>}
        <SpanFigure span={count} cleanupPolicy={cleanupPolicyOf(detail)} />
      </Fact>
      <Fact name="Replication factor">{detail.replicationFactor}</Fact>
      <Fact name="Under-replicated">
        <span className={underReplicated > 0 ? 'text-warn' : ''}>{underReplicated}</span>
      </Fact>
      {leaderless > 0 && (
        <Fact name="Without a leader">
          <span className="text-bad">{leaderless}</span>
        </Fact>
      )}
    </>
  )
}

interface PartitionGridProps {
  place: string
  detail: TopicDetail
  onOpen: () => void
}

function PartitionGrid({ place, detail, onOpen }: PartitionGridProps): ReactNode {
  const [sort, setSort] = useViewState<Sort | null>(place, 'partitions sort', null)
  const [active, setActive] = useState<string | null>(null)
  const rows = useMemo(() => sortPartitions(detail.partitions, sort), [detail.partitions, sort])
  const columns = useMemo(() => columnsFor(detail), [detail])
  return (
    <DataGrid
      label="Partitions"
      name="partitions"
      columns={columns}
      rows={{ count: rows.length, at: (index) => rows[index] }}
      keyOf={keyOf}
      activeKey={active}
      onActiveChange={setActive}
      onOpen={onOpen}
      sort={sort}
      onSort={setSort}
      initialTop={readViewState(place, 'partitions top', 0)}
      onTopChange={(top) => writeViewState(place, 'partitions top', top)}
      contextMenu={({ partition, startOffset, endOffset }) => [
        { label: 'Open messages', keys: 'Enter', run: onOpen },
        { separator: true },
        {
          label: 'Copy start offset',
          disabled: startOffset === null,
          run: () => void copyText(String(startOffset), `the start offset of partition ${partition}`),
        },
        { label: 'Copy end offset', disabled: endOffset === null, run: () => void copyText(String(endOffset), `the end offset of partition ${partition}`) },
      ]}
    />
  )
}

const keyOf = ({ partition }: TopicPartition): string => String(partition)

function columnsFor(detail: TopicDetail): GridColumn<TopicPartition>[] {
  const cleanupPolicy = cleanupPolicyOf(detail)
  const most = detail.partitions.reduce((max, partition) => bigger(max, spanOf(partition) ?? 0n), 0n)
  return [
    { id: 'partition', header: 'Partition', width: '92px', sortable: true, cell: ({ partition }) => <SeriesMark index={partition} /> },
    { id: 'leader', header: 'Leader', width: '110px', sortable: true, cell: ({ leader }) => <Leader leader={leader} /> },
    { id: 'replicas', header: 'Replicas', width: '120px', cell: (partition) => <Replicas {...partition} /> },
    { id: 'isr', header: 'In sync', width: '90px', sortable: true, cell: (partition) => <InSync {...partition} /> },
    { id: 'start', header: 'Start', width: '130px', align: 'end', sortable: true, cell: ({ startOffset, error }) => <Offset offset={startOffset} error={error} /> },
    { id: 'end', header: 'End', width: '130px', align: 'end', sortable: true, cell: ({ endOffset, error }) => <Offset offset={endOffset} error={error} /> },
    { id: 'records', header: 'Records', width: '150px', align: 'end', sortable: true, cell: (partition) => <Span partition={partition} cleanupPolicy={cleanupPolicy} /> },
    { id: 'share', header: 'Beside the fullest', width: 'minmax(80px, 1fr)', cell: (partition) => <ShareBar span={spanOf(partition)} most={most} error={partition.error} /> },
  ]
}

const bigger = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const Leader = ({ leader }: { leader: number }): ReactNode => (leader < 0 ? <span className="text-bad">none</span> : <span className="tabular-nums">broker {leader}</span>)

function Replicas({ replicas, inSyncReplicas }: TopicPartition): ReactNode {
  return (
    <span className="tabular-nums" title={`In sync: ${inSyncReplicas.join(', ') || 'none'}`}>
      {replicas.map((replica, index) => (
        <span key={replica} className={inSyncReplicas.includes(replica) ? '' : 'text-warn line-through'}>
          {index > 0 && ', '}
          {replica}
        </span>
      ))}
    </span>
  )
}

function InSync({ replicas, inSyncReplicas }: TopicPartition): ReactNode {
  const isWhole = inSyncReplicas.length >= replicas.length
  return (
    <span className={isWhole ? 'text-n10' : 'font-medium text-warn'}>
      {inSyncReplicas.length} of {replicas.length}
    </span>
  )
}

function Offset({ offset, error }: { offset: bigint | null; error: string | null }): ReactNode {
  if (offset !== null) return <Figure value={offset} className="font-mono text-mono" />
  return (
    <span className="text-bad" title={error ?? undefined}>
      not read
    </span>
  )
}

function Span({ partition, cleanupPolicy }: { partition: TopicPartition; cleanupPolicy: string | null }): ReactNode {
  const span = spanOf(partition)
  return span === null ? <span className="text-n9">—</span> : <SpanFigure span={span} cleanupPolicy={cleanupPolicy} />
}

/** How full a partition is beside the fullest one: keys that pile up show at once. */
function ShareBar({ span, most, error }: { span: bigint | null; most: bigint; error: string | null }): ReactNode {
  if (error !== null) return <span className="text-bad" title={error}>{error}</span>
  if (span === null || most === 0n) return null
  return (
    <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full">
      <span className="block h-full rounded-full bg-n7" style={{ width: `${Number((span * 1_000n) / most) / 10}%` }} />
    </span>
  )
}
