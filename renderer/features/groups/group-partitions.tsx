// Per partition of a group: where it starts, what is committed, where it ends, how far behind that is, and who reads it.
import { type ReactNode, useMemo, useState } from 'react'
import type { GroupDetail, GroupPartition } from '../../../core/contract/groups.ts'
import { formatCount } from '../../format/numbers.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridColumn, type Sort } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { clientOf, nextToRead, readShare, waitingFrom } from './group-lag.ts'
import { sortGroupPartitions } from './group-partition-order.ts'

export interface PartitionAddress {
  partition: number
  offset: bigint
}

export interface GroupPartitionsProps {
  place: string
  detail: GroupDetail
  /** Its partitions stand out; null = nobody's. */
  member: string | null
  onMember: (member: string | null) => void
  onOpenTopic: (topic: string, record?: PartitionAddress) => void
}

export function GroupPartitions({ place, detail, member, onMember, onOpenTopic }: GroupPartitionsProps): ReactNode {
  const { partitions } = detail
  const [sort, setSort] = useViewState<Sort | null>(place, 'sort', null)
  const [active, setActive] = useState<string | null>(null)
  const rows = useMemo(() => sortGroupPartitions(partitions, sort), [partitions, sort])
  const keys = useMemo(() => new Set(partitions.filter(({ memberId }) => member !== null && memberId === member).map(keyOf)), [partitions, member])
  const columns = useMemo(() => columnsFor(detail), [detail])
  const openNext = (row: GroupPartition): void => {
    const offset = nextToRead(row)
    onOpenTopic(row.topic, offset === null ? undefined : { partition: row.partition, offset })
  }
  return (
    <DataGrid
      label="Partitions of the group"
      name="group-partitions"
      columns={columns}
      rows={{ count: rows.length, at: (index) => rows[index] }}
      keyOf={keyOf}
      activeKey={active}
      onActiveChange={setActive}
      onOpen={openNext}
      sort={sort}
      onSort={setSort}
      selection={{ keys, onChange: () => onMember(null) }}
      initialTop={readViewState(place, 'top', 0)}
      onTopChange={(top) => writeViewState(place, 'top', top)}
      contextMenu={(row) => entriesFor(row, onOpenTopic, onMember)}
    />
  )
}

function entriesFor(row: GroupPartition, onOpenTopic: GroupPartitionsProps['onOpenTopic'], onMember: (member: string | null) => void): MenuEntry[] {
  const { topic, partition, committedOffset, memberId } = row
  const next = nextToRead(row)
  return [
    next === null
      ? { label: 'Open the next record to read', disabled: true, title: 'There is none: everything is read, or nothing is committed.', run: () => {} }
      : { label: `Open the next record to read, ${formatCount(next)}`, keys: 'Enter', run: () => onOpenTopic(topic, { partition, offset: next }) },
    { label: `Open ${topic}`, run: () => onOpenTopic(topic) },
    { separator: true },
    { label: 'Show its member’s partitions', disabled: memberId === null, run: () => onMember(memberId) },
    { label: 'Copy committed offset', disabled: committedOffset === null, run: () => void copyText(String(committedOffset), `the committed offset of ${topic} ${partition}`) },
    { label: 'Copy topic', run: () => void copyText(topic, `the name “${topic}”`) },
  ]
}

const keyOf = ({ topic, partition }: GroupPartition): string => `${topic} ${partition}`

const columnsFor = (detail: GroupDetail): GridColumn<GroupPartition>[] => [
  { id: 'topic', header: 'Topic', width: 'minmax(140px, 1fr)', sortable: true, cell: ({ topic }) => <Text text={topic} /> },
  { id: 'partition', header: 'Part.', width: '66px', sortable: true, cell: ({ partition }) => <SeriesMark index={partition} /> },
  { id: 'start', header: 'Start', width: '100px', align: 'end', sortable: true, cell: ({ startOffset, error }) => <Offset value={startOffset} missing="not read" why={error} /> },
  {
    id: 'committed',
    header: 'Committed',
    width: '110px',
    align: 'end',
    sortable: true,
    cell: ({ committedOffset }) => <Offset value={committedOffset} missing="nothing yet" why={null} />,
  },
  { id: 'end', header: 'End', width: '100px', align: 'end', sortable: true, cell: ({ endOffset, error }) => <Offset value={endOffset} missing="not read" why={error} /> },
  { id: 'lag', header: 'Lag', width: '120px', align: 'end', sortable: true, cell: (partition) => <Lag partition={partition} /> },
  { id: 'read', header: 'Read', width: '120px', cell: (partition) => <ReadBar partition={partition} /> },
  { id: 'owner', header: 'Member', width: 'minmax(140px, 1fr)', sortable: true, cell: ({ memberId }) => <Owner detail={detail} memberId={memberId} /> },
  ...(detail.partitions.some(({ metadata }) => metadata) ? [METADATA] : []),
]

const METADATA: GridColumn<GroupPartition> = {
  id: 'metadata',
  header: 'Metadata',
  width: 'minmax(80px, 0.6fr)',
  cell: ({ metadata }) => (
    <span className="text-n10" title={metadata ?? undefined}>
      {metadata}
    </span>
  ),
}

const Text = ({ text }: { text: string }): ReactNode => (
  <span className="font-mono text-mono" title={text}>
    {text}
  </span>
)

function Offset({ value, missing, why }: { value: bigint | null; missing: string; why: string | null }): ReactNode {
  if (value !== null) return <Figure value={value} className="font-mono text-mono" />
  return (
    <span className={why === null ? 'text-n9' : 'text-bad'} title={why ?? undefined}>
      {missing}
    </span>
  )
}

const COUNTED_IN_OFFSETS = 'Counted in offsets: markers of transactions, and what was compacted away, count too.'

function Lag({ partition }: { partition: GroupPartition }): ReactNode {
  const { lag } = partition
  if (lag === null) return <span className="text-n9">—</span>
  const stable = waitingFrom(partition)
  return (
    <span title={stable === null ? COUNTED_IN_OFFSETS : `A transaction is open from offset ${formatCount(stable)} on: consumers with isolation.level=read_committed wait there.`}>
      {stable !== null && <span className="mr-1 rounded-inner text-small text-txn">open txn</span>}
      <Figure value={lag} className={lag > 0n ? 'font-medium text-warn' : 'text-good'} />
    </span>
  )
}

/** How much of what is in the partition now has been read. */
function ReadBar({ partition }: { partition: GroupPartition }): ReactNode {
  const share = readShare(partition)
  if (share === null) return null
  const percent = `${(share * 100).toFixed(share > 0 && share < 1 ? 1 : 0)} %`
  return (
    <span className="flex items-center gap-2" title={`${percent} of the offsets that are in the partition now`}>
      <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-warn/35">
        <span className={`block h-full ${share === 1 ? 'bg-good' : 'bg-accent'}`} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="w-11 text-right text-small text-n10 tabular-nums">{percent}</span>
    </span>
  )
}

function Owner({ detail, memberId }: { detail: GroupDetail; memberId: string | null }): ReactNode {
  if (memberId === null) return <span className="text-n9">nobody</span>
  return <span title={memberId}>{clientOf(detail, memberId)}</span>
}
