// What the broker has answered, newest first, as it happens: filtered, held still, or started afresh.
import { Eraser, Pause, Play } from 'lucide-react'
import { type ReactNode, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import type { LoggedRequest } from '../../../core/contract/local-broker.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import type { Failure } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridHandle } from '../../ui/data-grid.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { requestColumns } from './request-columns.tsx'
import { type Hidden, isShown, parseRequestFilter } from './request-filter.ts'
import { after, latestOf, type RequestList } from './request-list.ts'
import { RequestSummary } from './request-summary.tsx'

export interface RequestLogProps {
  list: RequestList
  failure: Failure | null
  loaded: boolean
}

const PLACE = 'local/broker'
const AT_FIRST: Hidden = { workbench: true, polls: false }

export function RequestLog({ list, failure, loaded }: RequestLogProps): ReactNode {
  const [filter, setFilter] = useViewState(PLACE, 'filter', '')
  const [hidden, setHidden] = useViewState<Hidden>(PLACE, 'hidden', AT_FIRST)
  /** The list as it was when it was paused: what comes since must not push it out of sight. */
  const [held, setHeld] = useState<RequestList | null>(null)
  const [clearedAt, setClearedAt] = useState(0)
  const [active, setActive] = useState<string | null>(null)
  const grid = useRef<GridHandle>(null)
  const heading = useId()
  // A broker that was started again counts from 1: what was cleared before says nothing about it.
  const latest = latestOf(list)
  const requests = useDeferredValue(after((held ?? list).requests, clearedAt > latest ? 0 : clearedAt))
  const terms = useMemo(() => parseRequestFilter(filter), [filter])
  const shown = useMemo(() => requests.filter((request) => isShown(request, hidden, terms)), [requests, hidden, terms])
  const togglePause = (): void => setHeld(held === null ? list : null)
  const clear = (): void => (setClearedAt(held === null ? latest : latestOf(held)), setActive(null))
  useCommands([
    { id: 'broker.pause', title: held === null ? 'Pause the request log' : 'Go on with the request log', keys: ['Space'], run: togglePause },
    { id: 'broker.clear', title: 'Clear the request log', keys: ['Alt+C'], run: clear },
  ])
  const chosen = active === null ? undefined : requests.find(({ sequence }) => keyOf({ sequence }) === active)
  return (
    <section aria-labelledby={heading} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-2.5 border-b border-n6 px-3">
        <h2 id={heading} className="font-semibold">
          Requests
        </h2>
        <FilterBox label="Filter requests" placeholder="api:Fetch client:app err:*" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
        <Toggle label="Workbench" title="The requests of this window" checked={!hidden.workbench} onChange={(on) => setHidden({ ...hidden, workbench: !on })} />
        <Toggle label="Polls" title="Heartbeat, and Fetch that went well" checked={!hidden.polls} onChange={(on) => setHidden({ ...hidden, polls: !on })} />
        <span className="flex-1" />
        <Counts list={held ?? list} shown={shown.length} missed={held === null ? null : Math.max(0, latest - latestOf(held))} />
        <Button variant="quiet" onClick={clear}>
          <Eraser size={13} aria-hidden="true" /> Clear
        </Button>
        <Button onClick={togglePause}>
          {held === null ? <Pause size={13} aria-hidden="true" /> : <Play size={13} aria-hidden="true" />}
          {held === null ? 'Pause' : 'Go on'}
        </Button>
      </div>
      {failure && <FailureNotice failure={failure} />}
      {!loaded && !failure && <SkeletonRows label="Reading the request log" />}
      {loaded && shown.length === 0 && <NothingShown isFiltered={requests.length > 0} onShowAll={() => (setFilter(''), setHidden({ workbench: false, polls: false }))} />}
      {shown.length > 0 && (
        <DataGrid
          label="Requests that the broker has answered, newest first"
          name="broker/requests"
          columns={requestColumns}
          rows={{ count: shown.length, at: (index) => shown[shown.length - 1 - index], indexOf: (key) => indexOf(shown, Number(key)) }}
          keyOf={keyOf}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={(request) => setActive(keyOf(request))}
          contextMenu={(request) => menuOf(request, (word) => setFilter(`${filter} ${word}`.trim()))}
          handle={grid}
        />
      )}
      {chosen && <RequestSummary request={chosen} onClose={() => setActive(null)} />}
    </section>
  )
}

const keyOf = ({ sequence }: Pick<LoggedRequest, 'sequence'>): string => String(sequence)

/** Newest first, found by halves: sequences only grow. */
function indexOf(oldestFirst: readonly LoggedRequest[], sequence: number): number {
  let low = 0
  let high = oldestFirst.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (oldestFirst[middle]!.sequence < sequence) low = middle + 1
    else high = middle
  }
  return oldestFirst[low]?.sequence === sequence ? oldestFirst.length - 1 - low : -1
}

function menuOf(request: LoggedRequest, narrow: (word: string) => void): MenuEntry[] {
  return [
    { label: `Only ${request.api}`, run: () => narrow(`api:${request.api}`) },
    { label: `Without ${request.api}`, run: () => narrow(`-api:${request.api}`) },
    { label: `Only ${request.clientId || request.address}`, run: () => narrow(`client:${request.clientId || request.address}`) },
    ...(request.error === null ? [] : [{ label: 'Only errors', run: () => narrow('err:*') }]),
    { separator: true },
    { label: 'Copy as JSON', run: () => void navigator.clipboard.writeText(JSON.stringify(request)) },
  ]
}

function Toggle(props: { label: string; title: string; checked: boolean; onChange: (on: boolean) => void }): ReactNode {
  const { label, title, checked, onChange } = props
  return (
    <label className="flex items-center gap-1.5 whitespace-nowrap text-n11" title={title}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} className="size-3.5 accent-accent" />
      {label}
    </label>
  )
}

function Counts({ list, shown, missed }: { list: RequestList; shown: number; missed: number | null }): ReactNode {
  return (
    <span role="status" className="truncate text-n10 tabular-nums">
      {missed !== null && <span className="text-warn">paused, {formatCount(missed)} new · </span>}
      <span title={`The broker keeps the last ${formatCount(list.capacity)}.`}>
        {formatCount(shown)} of the last {counted(list.requests.length, 'request')}
      </span>
      {list.skipped > 0 && (
        <span className="text-warn" title="Answered faster than they could be shown. Totals and rates above count them.">
          {' '}
          · {formatCount(list.skipped)} skipped
        </span>
      )}
    </span>
  )
}

function NothingShown({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }): ReactNode {
  return (
    <div className="flex items-center gap-3 px-3 py-4 text-n10">
      <p>{isFiltered ? 'None of the requests passes the filter.' : 'No request since.'}</p>
      {isFiltered && <Button onClick={onShowAll}>Show all</Button>}
    </div>
  )
}
