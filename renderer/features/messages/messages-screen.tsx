// The records of one topic: newest first over all partitions, live, with the chosen one opened beside them.
import { Pause, PenLine, Play, RotateCw } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecordRow, WholeRecord } from '../../../core/contract/messages.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { keyLabel, useCommands } from '../../ui/commands.ts'
import type { GridHandle } from '../../ui/data-grid.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { FeedStatus } from './feed-status.tsx'
import { type RecordAddress, type TopicRecords, useTopicRecords } from './messages.queries.ts'
import { NoRecords } from './no-records.tsx'
import { PartitionChips } from './partition-chips.tsx'
import { searchTextOf } from './preview-text.tsx'
import { recordKey } from './record-feed.ts'
import { RecordGrid } from './record-grid.tsx'
import { RecordInspector } from './record-inspector.tsx'

const LIMITS = ['200', '500', '2000'] as const

export interface MessagesScreenProps {
  connection: Connection
  topic: string
  bootstrap: string
  /** The record opened beside the list; it stands in the address, so a reload keeps it. */
  open: RecordAddress | null
  onOpenChange: (open: RecordAddress | null) => void
  onBack: () => void
  onCompose: () => void
  onResend: (record: WholeRecord) => void
}

export function MessagesScreen(props: MessagesScreenProps): ReactNode {
  const { connection, topic, open, onOpenChange, onCompose, onResend } = props
  const [limit, setLimit] = useState<(typeof LIMITS)[number]>('500')
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [active, setActive] = useState<string | null>(open && recordKey(open))
  const grid = useRef<GridHandle>(null)
  const records = useTopicRecords(connection.id, topic, Number(limit))
  const { newest, feed, snapshot } = records
  const shown = useMemo(() => filterRows(snapshot.rows, filter, chosen), [snapshot.rows, filter, chosen])
  const togglePause = (): void => (snapshot.paused ? feed.resume() : feed.pause())
  const activate = (key: string): void => {
    setActive(key)
    if (open) onOpenChange(parseKey(key))
  }
  useMessagesCommands({ ...props, records, togglePause, focusGrid: () => grid.current?.focus() })
  const list = (
    <>
      {newest.isPending && <SkeletonRows label={`Reading ${topic}`} rows={20} />}
      {newest.data && snapshot.rows.length === 0 && (
        <NoRecords topic={topic} bootstrap={props.bootstrap} coverage={newest.data.coverage} onCompose={onCompose} />
      )}
      {snapshot.rows.length > 0 && shown.length === 0 && (
        <p className="flex-1 px-3 py-6 text-n10">None of the loaded records matches. Clear the filter, or load more.</p>
      )}
      {shown.length > 0 && (
        <RecordGrid rows={shown} activeKey={active} onActiveChange={activate} onOpen={onOpenChange} narrow={open !== null} handle={grid} />
      )}
      {newest.data && (
        <FeedStatus snapshot={snapshot} shown={shown.length} coverage={newest.data.coverage} readAtMs={newest.data.readAtMs} />
      )}
    </>
  )
  const inspector = open && (
    <RecordInspector connectionId={connection.id} topic={topic} address={open} onClose={() => onOpenChange(null)} onResend={onResend} />
  )
  return (
    <>
      <MessagesToolbar
        {...props}
        records={records}
        filter={filter}
        onFilter={setFilter}
        onLeaveFilter={() => grid.current?.focus()}
        limit={limit}
        onLimit={setLimit}
        onPause={togglePause}
      >
        <PartitionChips partitions={(newest.data?.coverage ?? []).map(({ partition }) => partition)} chosen={chosen} onChange={setChosen} />
      </MessagesToolbar>
      <MessagesProblems records={records} />
      <SplitPane name="messages" main={list} side={inspector} sideLabel="record" />
    </>
  )
}

interface MessagesCommands extends MessagesScreenProps {
  records: TopicRecords
  togglePause: () => void
  focusGrid: () => void
}

function useMessagesCommands({ open, onOpenChange, onBack, records, togglePause, focusGrid }: MessagesCommands): void {
  const close = (): void => {
    if (!open) return onBack()
    // In this order: a row that takes the focus while a record is open opens its own.
    focusGrid()
    onOpenChange(null)
  }
  useCommands([
    { id: 'messages.pause', title: 'Pause or resume the live tail', keys: ['Space'], run: togglePause },
    { id: 'messages.refresh', title: 'Read the newest records again', keys: ['Shift+R'], run: () => void records.newest.refetch() },
    { id: 'messages.close', title: open ? 'Close the record' : 'Back to the topics', keys: ['Escape'], run: close },
  ])
}

interface ToolbarProps extends MessagesScreenProps {
  records: TopicRecords
  filter: string
  onFilter: (filter: string) => void
  onLeaveFilter: () => void
  limit: (typeof LIMITS)[number]
  onLimit: (limit: (typeof LIMITS)[number]) => void
  onPause: () => void
  children: ReactNode
}

function MessagesToolbar(props: ToolbarProps): ReactNode {
  const { topic, onBack, onCompose, records, filter, onFilter, onLeaveFilter, limit, onLimit, onPause, children } = props
  const { newest, snapshot, tailFailure } = records
  const live = newest.data !== undefined && tailFailure === null
  return (
    <Toolbar>
      <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5">
        <button type="button" className="rounded-inner text-n10 hover:text-n12" onClick={onBack}>
          Topics
        </button>
        <span aria-hidden="true" className="text-n8">
          /
        </span>
        <h1 className="truncate font-mono text-mono font-semibold" title={topic}>
          {topic}
        </h1>
      </nav>
      <FilterBox label="Filter loaded records" value={filter} onChange={onFilter} onLeave={onLeaveFilter} />
      {children}
      <span className="flex-1" />
      {newest.data && (
        <Badge tone={live && !snapshot.paused ? 'good' : 'warn'}>{!live ? 'tail stopped' : snapshot.paused ? 'paused' : 'live'}</Badge>
      )}
      <Button variant="quiet" onClick={onPause} aria-pressed={snapshot.paused} title={`${snapshot.paused ? 'Resume' : 'Pause'} (Space)`}>
        {snapshot.paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
        {snapshot.paused ? 'Resume' : 'Pause'}
      </Button>
      <Select
        label="How many to read"
        value={limit}
        onChange={onLimit}
        options={LIMITS.map((value) => ({ value, label: `Newest ${value}` }))}
      />
      <IconButton label={`Read again (${keyLabel('Shift+R')})`} onClick={() => void newest.refetch()} disabled={newest.isFetching}>
        <RotateCw size={14} aria-hidden="true" />
      </IconButton>
      <Button variant="primary" onClick={onCompose}>
        <PenLine size={14} aria-hidden="true" />
        Compose
      </Button>
    </Toolbar>
  )
}

/** Failures in place, above what is still good. */
function MessagesProblems({ records: { newest, snapshot, tailFailure } }: { records: TopicRecords }): ReactNode {
  const unread = newest.data?.coverage.filter(({ error }) => error !== null) ?? []
  const readAgain = { label: 'Read again', run: () => void newest.refetch(), busy: newest.isFetching }
  return (
    <>
      <QueryFailure query={newest} />
      {!newest.isError && tailFailure && tailFailure.code !== 'LOST' && <FailureNotice failure={tailFailure} action={readAgain} />}
      {unread.length > 0 && (
        <Notice
          tone="warn"
          message={`${unread.length} of ${newest.data!.coverage.length} partitions could not be read:`}
          remedy={unread.map(({ partition, error }) => `${partition}: ${error}`).join(' ')}
          action={readAgain}
        />
      )}
      {snapshot.errors.length > 0 && (
        <Notice
          tone="warn"
          message="The tail misses partitions:"
          remedy={snapshot.errors.map(({ partition, message }) => `${partition}: ${message}`).join(' ')}
        />
      )}
    </>
  )
}

function filterRows(rows: readonly RecordRow[], filter: string, partitions: ReadonlySet<number>): readonly RecordRow[] {
  if (filter === '' && partitions.size === 0) return rows
  const wanted = filter.toLowerCase()
  const matches = (text: string): boolean => text.toLowerCase().includes(wanted)
  return rows.filter(
    (row) =>
      (partitions.size === 0 || partitions.has(row.partition)) &&
      (filter === '' || matches(searchTextOf(row.key)) || matches(searchTextOf(row.value))),
  )
}

function parseKey(key: string): RecordAddress {
  const [partition, offset] = key.split(':')
  return { partition: Number(partition), offset: BigInt(offset!) }
}
