// The topics of a cluster: a list to filter, open and create in.
import { Plus } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { TopicSummary } from '../../../core/contract/topics.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Age, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { CreateTopicDialog } from './create-topic-dialog.tsx'
import { NoTopics } from './no-topics.tsx'
import { CleanupCell, RecordsCell } from './topic-cells.tsx'
import { useTopics } from './topics.queries.ts'

export interface TopicsScreenProps {
  connection: Connection
  /** Where clients reach the cluster, for the lines to copy. */
  bootstrap: string
  writable: boolean
  onArm: () => void
  onOpen: (topic: string) => void
}

export function TopicsScreen({ connection, bootstrap, writable, onArm, onOpen }: TopicsScreenProps): ReactNode {
  const [filter, setFilter] = useState('')
  const [includeInternal, setIncludeInternal] = useState(false)
  const [creating, setCreating] = useState(false)
  const [active, setActive] = useState<string | null>(null)
  const grid = useRef<GridHandle>(null)
  const query = useTopics(connection.id, includeInternal)
  const all = query.data?.topics
  const shown = useMemo(() => (all ?? []).filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())), [all, filter])
  const create = (): void => (writable ? setCreating(true) : onArm())
  useCommands([
    { id: 'topics.create', title: 'Create a topic', keys: ['T'], run: create },
    { id: 'topics.refresh', title: 'Read the list again', keys: ['Shift+R'], run: () => void query.refetch() },
  ])
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Topics</h1>
        <FilterBox label="Filter topics" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
        <label className="flex items-center gap-1.5 text-n10">
          <input
            type="checkbox"
            className="accent-accent"
            checked={includeInternal}
            onChange={(event) => setIncludeInternal(event.target.checked)}
          />
          Internal
        </label>
        <span className="flex-1" />
        {all && (
          <span className="text-n10 tabular-nums">
            {shown.length === all.length ? counted(all.length, 'topic') : `${shown.length} of ${counted(all.length, 'topic')}`}
            {query.isError && query.data && <Age sinceMs={query.data.readAtMs} />}
          </span>
        )}
        <Button onClick={create}>
          <Plus size={14} aria-hidden="true" />
          {writable ? 'Create topic' : 'Arm to create'}
        </Button>
      </Toolbar>
      <QueryFailure query={query} />
      {query.isPending && <SkeletonRows label="Reading topics" />}
      {all?.length === 0 && <NoTopics connection={connection} bootstrap={bootstrap} onCreate={create} />}
      {all && all.length > 0 && shown.length === 0 && <p className="px-3 py-6 text-n10">No topic has “{filter}” in its name.</p>}
      {shown.length > 0 && (
        <DataGrid
          label="Topics"
          columns={columnsFor(connection.id)}
          rows={{ count: shown.length, at: (index) => shown[index]! }}
          keyOf={nameOf}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={({ name }) => onOpen(name)}
          handle={grid}
        />
      )}
      {creating && (
        <CreateTopicDialog
          connection={connection}
          onClose={() => setCreating(false)}
          onCreated={(topic) => (setCreating(false), setActive(topic))}
        />
      )}
    </>
  )
}

const nameOf = ({ name }: TopicSummary): string => name

const columnsFor = (connectionId: string): GridColumn<TopicSummary>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(240px, 1fr)',
    cell: ({ name, isInternal }) => (
      <span className="flex items-center gap-2">
        <span className="truncate font-mono text-mono" title={name}>
          {name}
        </span>
        {isInternal && <Badge>internal</Badge>}
      </span>
    ),
  },
  {
    id: 'partitions',
    header: 'Partitions',
    width: '96px',
    align: 'end',
    cell: ({ partitionCount }) => <span className="tabular-nums">{partitionCount}</span>,
  },
  {
    id: 'replicas',
    header: 'Replicas',
    width: '84px',
    align: 'end',
    cell: ({ replicationFactor }) => <span className="tabular-nums">{replicationFactor}</span>,
  },
  {
    id: 'records',
    header: 'Records',
    width: '150px',
    align: 'end',
    cell: ({ name }) => <RecordsCell connectionId={connectionId} topic={name} />,
  },
  { id: 'cleanup', header: 'Cleanup', width: '130px', cell: ({ name }) => <CleanupCell connectionId={connectionId} topic={name} /> },
]
