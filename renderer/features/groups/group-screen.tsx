// One consumer group: its state, its members, and per partition what is committed, where the end is and how far it lags.
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { GroupDetail, GroupPartition } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { clientOf } from './group-lag.ts'
import { GroupMembers } from './group-members.tsx'
import { GroupState } from './group-state.tsx'
import { useGroupDetail } from './groups.queries.ts'
import { LagFigure } from './lag-figure.tsx'

export interface GroupScreenProps {
  connection: Connection
  groupId: string
  onBack: () => void
  onOpenTopic: (topic: string) => void
}

export function GroupScreen({ connection, groupId, onBack, onOpenTopic }: GroupScreenProps): ReactNode {
  const query = useGroupDetail(connection.id, groupId)
  const { data, error, isPending } = query
  useCommands([
    { id: 'group.back', title: 'Back to the groups', keys: ['Escape'], run: onBack },
    { id: 'group.refresh', title: 'Read the group again', keys: ['Shift+R'], run: () => void query.refetch() },
  ])
  return (
    <>
      <Toolbar>
        <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5">
          <button type="button" className="rounded-inner text-n10 hover:text-n12" onClick={onBack}>
            Groups
          </button>
          <span aria-hidden="true" className="text-n8">
            /
          </span>
          <h1 className="truncate font-mono text-mono font-semibold" title={groupId}>
            {groupId}
          </h1>
        </nav>
        {data && <GroupState state={data.state} />}
        <span className="flex-1" />
        {data && (
          <span className={error ? 'text-warn' : 'text-n10'}>
            read <RelativeTime timestampMs={data.readAtMs} />
          </span>
        )}
      </Toolbar>
      <QueryFailure query={query} />
      {isPending && <SkeletonRows label={`Reading ${groupId}`} />}
      {data && <GroupBody detail={data} onOpenTopic={onOpenTopic} />}
    </>
  )
}

function GroupBody({ detail, onOpenTopic }: { detail: GroupDetail; onOpenTopic: (topic: string) => void }): ReactNode {
  const [active, setActive] = useState<string | null>(null)
  const { partitions, members } = detail
  return (
    <>
      <dl className="flex shrink-0 flex-wrap gap-x-8 gap-y-1 border-b border-n6 px-3 py-2">
        <Fact name="Total lag">
          <LagFigure partitions={partitions} />
        </Fact>
        <Fact name="Members">{members.length}</Fact>
        <Fact name="Assignor">{detail.protocol || '—'}</Fact>
        <Fact name="Protocol type">{detail.protocolType || '—'}</Fact>
        <Fact name="Coordinator">broker {detail.coordinator}</Fact>
      </dl>
      <GroupMembers members={members} />
      <h2 className="shrink-0 px-3 pt-3 pb-1 font-semibold">{counted(partitions.length, 'partition')}</h2>
      {partitions.length === 0 ? (
        <p className="px-3 text-n10">Nothing is assigned and nothing is committed.</p>
      ) : (
        <DataGrid
          label="Partitions of the group"
          columns={columnsFor(detail)}
          rows={{ count: partitions.length, at: (index) => partitions[index]! }}
          keyOf={partitionKey}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={({ topic }) => onOpenTopic(topic)}
        />
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="text-small text-n10">{name}</dt>
      <dd className="font-medium tabular-nums select-text">{children}</dd>
    </div>
  )
}

const partitionKey = ({ topic, partition }: GroupPartition): string => `${topic} ${partition}`

const columnsFor = (detail: GroupDetail): GridColumn<GroupPartition>[] => [
  { id: 'topic', header: 'Topic', width: 'minmax(140px, 1fr)', cell: ({ topic }) => <span className="font-mono text-mono">{topic}</span> },
  { id: 'partition', header: 'Part.', width: '66px', cell: ({ partition }) => <SeriesMark index={partition} /> },
  {
    id: 'committed',
    header: 'Committed',
    width: '130px',
    align: 'end',
    cell: ({ committedOffset }) => <Offset value={committedOffset} missing="nothing yet" />,
  },
  {
    id: 'end',
    header: 'End',
    width: '130px',
    align: 'end',
    cell: ({ endOffset, error }) => <Offset value={endOffset} missing="not read" {...(error && { why: error })} />,
  },
  { id: 'lag', header: 'Lag', width: '120px', align: 'end', cell: ({ lag }) => <LagCell lag={lag} /> },
  { id: 'owner', header: 'Member', width: 'minmax(140px, 1fr)', cell: ({ memberId }) => <Owner detail={detail} memberId={memberId} /> },
  {
    id: 'metadata',
    header: 'Metadata',
    width: 'minmax(80px, 0.6fr)',
    cell: ({ metadata }) => <span className="text-n10">{metadata}</span>,
  },
]

function Offset({ value, missing, why }: { value: bigint | null; missing: string; why?: string }): ReactNode {
  if (value !== null) return <Figure value={value} className="font-mono text-mono" />
  return (
    <span className={why ? 'text-bad' : 'text-n9'} title={why}>
      {missing}
    </span>
  )
}

function LagCell({ lag }: { lag: bigint | null }): ReactNode {
  if (lag === null) return <span className="text-n9">—</span>
  return <Figure value={lag} className={lag > 0n ? 'font-medium text-warn' : 'text-good'} />
}

function Owner({ detail, memberId }: { detail: GroupDetail; memberId: string | null }): ReactNode {
  if (memberId === null) return <span className="text-n9">nobody</span>
  return <span title={memberId}>{clientOf(detail, memberId) ?? memberId}</span>
}
