// The topics of a cluster: names at once, details for the rows in sight; to filter, sort, open, create in and delete from.
import { Plus, RotateCw } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { TopicSummary } from '../../../core/contract/topics.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { GlanceFailure } from '../../rpc/glance-failure.tsx'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridHandle } from '../../ui/data-grid.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { CreateTopicDialog } from './create-topic-dialog.tsx'
import { NoTopics } from './no-topics.tsx'
import { type TopicActions, useTopicActions } from './topic-actions.tsx'
import { topicColumns } from './topic-columns.tsx'
import { filterTopics, listEveryMs } from './topic-list.ts'
import { type TopicList, useTopics } from './topics.queries.ts'
import { type ShownTopics, useShownTopics } from './use-shown-topics.ts'

export type TopicSide = 'messages' | 'partitions' | 'config'

export interface TopicsScreenProps {
  connection: Connection
  /** Where clients reach the cluster, for the lines to copy. */
  bootstrap: string
  writable: boolean
  onArm: () => void
  onOpen: (topic: string, side?: TopicSide) => void
  onCompose?: ((topic: string) => void) | undefined
  onLoadDemo?: (() => void) | undefined
}

const NONE: readonly TopicSummary[] = []
/** A list that is read more rarely says how old it is. */
const OLD_AFTER_MS = 8_000

export function TopicsScreen(props: TopicsScreenProps): ReactNode {
  const { connection, bootstrap, writable, onArm } = props
  const place = `${connection.id}/topics`
  const [filter, setFilter] = useViewState(place, 'filter', '')
  const [includeInternal, setIncludeInternal] = useViewState(place, 'internal', false)
  const [active, setActive] = useViewState<string | null>(place, 'active', null)
  const [creating, setCreating] = useState(false)
  const grid = useRef<GridHandle>(null)
  useGridKeys(grid)
  const query = useTopics(connection.id)
  const all = query.data?.topics ?? NONE
  const listed = useMemo(() => (includeInternal ? all : all.filter(({ isInternal }) => !isInternal)), [all, includeInternal])
  const shown = useShownTopics(connection.id, listed, filter)
  const actions = useTopicActions({ connection, bootstrap, writable, onArm, onDeleted: () => grid.current?.focus() })
  const create = (): void => (writable ? setCreating(true) : onArm())
  const readAgain = (): void => (void query.refetch(), shown.glances.refresh())
  useCommands([
    { id: 'topics.create', title: 'Create a topic', keys: ['T'], run: create },
    { id: 'topics.refresh', title: 'Read the list again', keys: ['Shift+R'], run: readAgain },
    ...(active === null
      ? []
      : [
          { id: 'topics.widen', title: 'Add partitions to the chosen topic', keys: [], run: () => actions.widen(active) },
          { id: 'topics.delete', title: 'Delete the chosen topic', keys: ['Shift+Delete'], run: () => actions.remove(active) },
        ]),
  ])
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Topics</h1>
        <FilterBox label="Filter topics" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
        <label className="flex items-center gap-1.5 text-n10">
          <input type="checkbox" className="accent-accent" checked={includeInternal} onChange={(event) => setIncludeInternal(event.target.checked)} />
          Internal
        </label>
        <span className="flex-1" />
        {query.data && <ListState list={query.data} shown={shown.rows.count} listed={listed.length} isStale={query.isError} />}
        <IconButton label="Read the list again" aria-busy={query.isFetching} onClick={readAgain}>
          <RotateCw size={14} aria-hidden="true" />
        </IconButton>
        <Button onClick={create}>
          <Plus size={14} aria-hidden="true" />
          {writable ? 'Create topic' : 'Arm to create'}
        </Button>
      </Toolbar>
      <QueryFailure query={query} />
      {!query.isError && <GlanceFailure store={shown.glances} />}
      {shown.notice}
      {query.isPending && <SkeletonRows label="Reading topics" rows={24} />}
      {query.data && listed.length === 0 && (
        <NoTopics {...props} internalCount={all.length} onCreate={create} onShowInternal={() => setIncludeInternal(true)} />
      )}
      {listed.length > 0 && shown.rows.count === 0 && <NoMatch filter={filter} onClear={() => setFilter('')} />}
      {shown.rows.count > 0 && <TopicGrid {...{ props, place, shown, active, setActive, actions, grid }} />}
      {creating && (
        <CreateTopicDialog
          connection={connection}
          names={all.map(nameOf)}
          onClose={() => setCreating(false)}
          onCreated={(topic) => (setCreating(false), isShown(topic, filter) || setFilter(''), setActive(topic))}
        />
      )}
      {actions.dialogs}
    </>
  )
}

const isShown = (name: string, filter: string): boolean => filterTopics([{ name }], filter).length > 0
const nameOf = ({ name }: TopicSummary): string => name

interface TopicGridProps {
  props: TopicsScreenProps
  place: string
  shown: ShownTopics
  active: string | null
  setActive: (topic: string) => void
  actions: TopicActions
  grid: { current: GridHandle | null }
}

function TopicGrid({ props, place, shown, active, setActive, actions, grid }: TopicGridProps): ReactNode {
  const { connection, onOpen, onCompose } = props
  const columns = useMemo(() => topicColumns(shown.glances, connection.kind === 'remote'), [shown.glances, connection.kind])
  const entriesFor = ({ name }: TopicSummary): MenuEntry[] => [
    { label: 'Open messages', keys: 'Enter', run: () => onOpen(name, 'messages') },
    { label: 'Open partitions', run: () => onOpen(name, 'partitions') },
    { label: 'Open configuration', run: () => onOpen(name, 'config') },
    { separator: true },
    ...actions.copyEntries(name),
    { separator: true },
    ...(onCompose ? [{ label: 'Compose a message…', run: () => onCompose(name) }] : []),
    ...actions.changeEntries(name),
  ]
  return (
    <DataGrid
      label="Topics"
      name="topics"
      columns={columns}
      rows={shown.rows}
      keyOf={nameOf}
      activeKey={active}
      onActiveChange={setActive}
      onOpen={({ name }) => onOpen(name)}
      sort={shown.sort}
      onSort={shown.onSort}
      onVisibleChange={shown.onVisibleChange}
      initialTop={readViewState(place, 'top', 0)}
      onTopChange={(top) => writeViewState(place, 'top', top)}
      contextMenu={entriesFor}
      handle={grid}
    />
  )
}

interface ListStateProps {
  list: TopicList
  shown: number
  listed: number
  isStale: boolean
}

function ListState({ list, shown, listed, isStale }: ListStateProps): ReactNode {
  return (
    <span className="truncate text-n10 tabular-nums">
      <span role="status">{shown === listed ? counted(listed, 'topic') : `${formatCount(shown)} of ${counted(listed, 'topic')}`}</span>
      {(isStale || listEveryMs(listed) > OLD_AFTER_MS) && (
        <span className={isStale ? 'text-warn' : ''}>
          , as of <RelativeTime timestampMs={list.readAtMs} />
        </span>
      )}
    </span>
  )
}

function NoMatch({ filter, onClear }: { filter: string; onClear: () => void }): ReactNode {
  return (
    <div className="flex items-center gap-3 px-3 py-6 text-n10">
      No topic has “{filter}” in its name.
      <Button onClick={onClear}>Clear the filter</Button>
    </div>
  )
}
