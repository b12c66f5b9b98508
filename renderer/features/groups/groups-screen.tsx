// The consumer groups of a cluster.
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { GroupSummary } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { useCommands } from '../../ui/commands.ts'
import { CopyLine } from '../../ui/copy.tsx'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Age, EmptyState, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { GroupState } from './group-state.tsx'
import { useGroupGlance, useGroups } from './groups.queries.ts'
import { LagFigure } from './lag-figure.tsx'

export interface GroupsScreenProps {
  connection: Connection
  bootstrap: string
  onOpen: (groupId: string) => void
}

export function GroupsScreen({ connection, bootstrap, onOpen }: GroupsScreenProps): ReactNode {
  const [filter, setFilter] = useState('')
  const [active, setActive] = useState<string | null>(null)
  const grid = useRef<GridHandle>(null)
  const query = useGroups(connection.id)
  const all = query.data?.groups
  const shown = useMemo(() => (all ?? []).filter(({ groupId }) => groupId.toLowerCase().includes(filter.toLowerCase())), [all, filter])
  useCommands([{ id: 'groups.refresh', title: 'Read the list again', keys: ['Shift+R'], run: () => void query.refetch() }])
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Groups</h1>
        <FilterBox label="Filter groups" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
        <span className="flex-1" />
        {all && (
          <span className="text-n10 tabular-nums">
            {shown.length === all.length ? counted(all.length, 'group') : `${shown.length} of ${counted(all.length, 'group')}`}
            {query.isError && query.data && <Age sinceMs={query.data.readAtMs} />}
          </span>
        )}
      </Toolbar>
      <QueryFailure query={query} />
      {query.isPending && <SkeletonRows label="Reading groups" />}
      {all?.length === 0 && <NoGroups bootstrap={bootstrap} />}
      {all && all.length > 0 && shown.length === 0 && <p className="px-3 py-6 text-n10">No group has “{filter}” in its id.</p>}
      {shown.length > 0 && (
        <DataGrid
          label="Consumer groups"
          columns={columnsFor(connection.id)}
          rows={{ count: shown.length, at: (index) => shown[index]! }}
          keyOf={idOf}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={({ groupId }) => onOpen(groupId)}
          handle={grid}
        />
      )}
    </>
  )
}

const idOf = ({ groupId }: GroupSummary): string => groupId

const columnsFor = (connectionId: string): GridColumn<GroupSummary>[] => [
  {
    id: 'group',
    header: 'Group',
    width: 'minmax(240px, 1fr)',
    cell: ({ groupId }) => (
      <span className="font-mono text-mono" title={groupId}>
        {groupId}
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '170px', cell: ({ state }) => <GroupState state={state} /> },
  {
    id: 'type',
    header: 'Protocol type',
    width: '120px',
    cell: ({ protocolType }) => <span className="text-n10">{protocolType || '—'}</span>,
  },
  {
    id: 'members',
    header: 'Members',
    width: '84px',
    align: 'end',
    cell: ({ groupId }) => <MembersCell connectionId={connectionId} groupId={groupId} />,
  },
  {
    id: 'lag',
    header: 'Total lag',
    width: '150px',
    align: 'end',
    cell: ({ groupId }) => <LagCell connectionId={connectionId} groupId={groupId} />,
  },
]

interface CellProps {
  connectionId: string
  groupId: string
}

function MembersCell({ connectionId, groupId }: CellProps): ReactNode {
  const { data } = useGroupGlance(connectionId, groupId)
  return data ? <span className="tabular-nums">{data.members.length}</span> : null
}

function LagCell({ connectionId, groupId }: CellProps): ReactNode {
  const { data, error } = useGroupGlance(connectionId, groupId)
  if (data) return <LagFigure partitions={data.partitions} />
  return error ? (
    <span className="text-bad" title={failureOf(error).message}>
      not read
    </span>
  ) : null
}

function NoGroups({ bootstrap }: { bootstrap: string }): ReactNode {
  return (
    <EmptyState title="No consumer groups">
      <p className="text-n10">A group appears when its first consumer joins. With kcat, as group “billing” on topic “orders”:</p>
      <CopyLine text={`kcat -b ${bootstrap} -G billing orders`} />
      <p className="text-n10">With kafkajs:</p>
      <CopyLine text={kafkajsSnippet(bootstrap)} />
    </EmptyState>
  )
}

const kafkajsSnippet = (bootstrap: string): string => `const { Kafka } = require('kafkajs')
const consumer = new Kafka({ brokers: ['${bootstrap}'] }).consumer({ groupId: 'billing' })
await consumer.connect()
await consumer.subscribe({ topics: ['orders'], fromBeginning: true })
await consumer.run({
  eachMessage: async ({ message }) => console.log(String(message.value)),
})`
