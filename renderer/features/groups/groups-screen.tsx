// The consumer groups of a cluster: ids and states at once, members and lag for the rows in sight.
import { RotateCw } from 'lucide-react'
import { type ReactNode, useMemo, useRef } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { GroupSummary } from '../../../core/contract/groups.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { GlanceFailure } from '../../rpc/glance-failure.tsx'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridHandle } from '../../ui/data-grid.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { Select } from '../../ui/select.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { groupColumns } from './group-columns.tsx'
import { describeCommand } from './group-lag.ts'
import { listEveryMs, statesOf } from './group-list.ts'
import { type GroupList, useGroups } from './groups.queries.ts'
import { NoGroups } from './no-groups.tsx'
import { type ShownGroups, useShownGroups } from './use-shown-groups.ts'

export interface GroupsScreenProps {
  connection: Connection
  bootstrap: string
  onOpen: (groupId: string) => void
}

const NONE: readonly GroupSummary[] = []
/** A list that is read more rarely says how old it is. */
const OLD_AFTER_MS = 8_000

export function GroupsScreen({ connection, bootstrap, onOpen }: GroupsScreenProps): ReactNode {
  const place = `${connection.id}/groups`
  const [text, setText] = useViewState(place, 'filter', '')
  const [state, setState] = useViewState(place, 'state', '')
  const grid = useRef<GridHandle>(null)
  const query = useGroups(connection.id)
  const all = query.data?.groups ?? NONE
  const shown = useShownGroups(connection.id, all, { text, state })
  const readAgain = (): void => (void query.refetch(), shown.glances.refresh())
  useCommands([{ id: 'groups.refresh', title: 'Read the list again', keys: ['Shift+R'], run: readAgain }])
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Groups</h1>
        <FilterBox label="Filter groups" value={text} onChange={setText} onLeave={() => grid.current?.focus()} />
        <StateFilter groups={all} state={state} onChange={setState} />
        <span className="flex-1" />
        {query.data && <ListState list={query.data} shown={shown.rows.count} isStale={query.isError} />}
        <IconButton label="Read the list again" aria-busy={query.isFetching} onClick={readAgain}>
          <RotateCw size={14} aria-hidden="true" />
        </IconButton>
      </Toolbar>
      <QueryFailure query={query} />
      {!query.isError && <GlanceFailure store={shown.glances} />}
      {shown.notice}
      {query.isPending && <SkeletonRows label="Reading groups" rows={24} />}
      {query.data && all.length === 0 && <NoGroups bootstrap={bootstrap} />}
      {all.length > 0 && shown.rows.count === 0 && (
        <div className="flex items-center gap-3 px-3 py-6 text-n10">
          No group{state !== '' && ` in the state ${state}`}
          {text !== '' && ` has “${text}” in its id`}.<Button onClick={() => (setText(''), setState(''))}>Clear the filter</Button>
        </div>
      )}
      {shown.rows.count > 0 && <GroupGrid {...{ place, bootstrap, shown, grid, onOpen }} />}
    </>
  )
}

interface GroupGridProps {
  place: string
  bootstrap: string
  shown: ShownGroups
  grid: { current: GridHandle | null }
  onOpen: (groupId: string) => void
}

function GroupGrid({ place, bootstrap, shown, grid, onOpen }: GroupGridProps): ReactNode {
  const [active, setActive] = useViewState<string | null>(place, 'active', null)
  const columns = useMemo(() => groupColumns(shown.glances), [shown.glances])
  return (
    <DataGrid
      label="Consumer groups"
      name="groups"
      columns={columns}
      rows={shown.rows}
      keyOf={({ groupId }) => groupId}
      activeKey={active}
      onActiveChange={setActive}
      onOpen={({ groupId }) => onOpen(groupId)}
      sort={shown.sort}
      onSort={shown.onSort}
      onVisibleChange={shown.onVisibleChange}
      initialTop={readViewState(place, 'top', 0)}
      onTopChange={(top) => writeViewState(place, 'top', top)}
      contextMenu={({ groupId }) => [
        { label: 'Open group', keys: 'Enter', run: () => onOpen(groupId) },
        { separator: true },
        { label: 'Copy id', run: () => void copyText(groupId, `the id “${groupId}”`) },
        { label: 'Copy as kafka-consumer-groups.sh', run: () => void copyText(describeCommand(bootstrap, groupId), 'the command') },
      ]}
      handle={grid}
    />
  )
}

function StateFilter({ groups, state, onChange }: { groups: readonly GroupSummary[]; state: string; onChange: (state: string) => void }): ReactNode {
  const states = useMemo(() => statesOf(groups), [groups])
  if (states.length === 0) return null
  const listed = states.map(({ state: value, count }) => ({ value, label: `${value} (${formatCount(count)})` }))
  const kept = state !== '' && !states.some((known) => known.state === state) ? [{ value: state, label: `${state} (0)` }] : []
  return <Select label="State of the groups" options={[{ value: '', label: 'Any state' }, ...listed, ...kept]} value={state} onChange={onChange} />
}

function ListState({ list, shown, isStale }: { list: GroupList; shown: number; isStale: boolean }): ReactNode {
  const count = list.groups.length
  return (
    <span className="truncate text-n10 tabular-nums">
      <span role="status">{shown === count ? counted(count, 'group') : `${formatCount(shown)} of ${counted(count, 'group')}`}</span>
      {(isStale || listEveryMs(count) > OLD_AFTER_MS) && (
        <span className={isStale ? 'text-warn' : ''}>
          , as of <RelativeTime timestampMs={list.readAtMs} />
        </span>
      )}
    </span>
  )
}
