// Each record of a replay: whether it was sent, where it lies, what became of it; and what a person decides where nobody else can.
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { ItemState, JobItem } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { toldTimes } from '../../format/told-times.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { now, useNow } from '../../ui/clock.ts'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Figure } from '../../ui/figure.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import type { JobView } from './job-buttons.tsx'
import type { ShownItems } from './job-screen.tsx'
import { isEnded, itemParts, mayOf, outcomeParts } from './job-words.ts'
import { decide, retryFailed, useJobItems } from './jobs.queries.ts'
import { Place } from './place.tsx'

export function JobItems({ view, shown, onShowAll }: { view: JobView; shown: ShownItems; onShowAll: () => void }): ReactNode {
  const { job } = view
  const { jobId, items, outcomes } = job
  const version = useSampled(`${Object.values(items).join()} ${Object.values(outcomes).join()} ${job.state}`)
  const pages = useJobItems(jobId, { states: shown.state && [shown.state], outcomes: shown.outcome && [shown.outcome] }, version)
  const [active, setActive] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const grid = useRef<GridHandle>(null)
  useGridKeys(grid)
  const { rows } = pages
  const hasEnded = isEnded(job.state)
  const columns = useMemo(() => columnsFor(hasEnded), [hasEnded])
  const open = (item: JobItem): void => openTarget(view, item)
  return (
    <>
      {pages.failure && <FailureNotice failure={pages.failure} action={{ label: 'Read again', run: pages.readAgain }} />}
      {selected.size > 0 && <SelectedBar view={view} shown={shown} selected={selected} onDone={() => setSelected(new Set())} />}
      {rows === undefined && !pages.failure && <SkeletonRows label="Reading the records" rows={12} />}
      {rows?.count === 0 && (
        <div className="flex items-center gap-3 px-4 py-6 text-n10">
          {emptyWords(view, shown)}
          {(shown.state !== null || shown.outcome !== null) && <Button onClick={onShowAll}>Show all</Button>}
        </div>
      )}
      {rows !== undefined && rows.count > 0 && (
        <DataGrid
          label="Records of the replay"
          name="replay-job"
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={open}
          selection={{ keys: selected, onChange: setSelected }}
          onVisibleChange={pages.onVisibleChange}
          contextMenu={(item) => itemMenu(view, item)}
          handle={grid}
        />
      )}
    </>
  )
}

const keyOf = ({ index }: JobItem): string => String(index)

function emptyWords({ job }: JobView, { state, outcome }: ShownItems): string {
  const name = [...itemParts(job), ...outcomeParts(job)].find((part) => part.name === (state ?? outcome))?.label
  return name === undefined ? 'The plan had no records.' : `No record is ${name}.`
}

/** A value that changes ten times a second, as it was at the last full second. */
function useSampled(value: string): string {
  const beat = useNow(1_000)
  const latest = useRef(value)
  const [sampled, setSampled] = useState(value)
  useEffect(() => {
    latest.current = value
  }, [value])
  useEffect(() => setSampled(latest.current), [beat])
  return sampled
}

function openTarget({ job, onOpenRecord }: JobView, { target, source }: JobItem): void {
  if (target.offset !== null && target.partition !== null) onOpenRecord(job.targetConnectionId, target.topic, { partition: target.partition, offset: target.offset })
  else if (source) onOpenRecord(job.sourceConnectionId, source.topic, source)
}

function itemMenu(view: JobView, item: JobItem): MenuEntry[] {
  const { job, actions, onOpenRecord } = view
  const { index, state, source, target, bouncedTo } = item
  const may = mayOf(job)
  const isThere = target.offset !== null && target.partition !== null
  return [
    { label: 'Open the record that was sent', keys: 'Enter', disabled: !isThere, run: () => openTarget(view, item) },
    { label: 'Open the dead letter', disabled: source === null, run: () => source && onOpenRecord(job.sourceConnectionId, source.topic, source) },
    ...(bouncedTo ? [{ label: 'Open the dead letter that came back', run: () => onOpenRecord(job.targetConnectionId, bouncedTo.topic, bouncedTo) }] : []),
    ...(state === 'FAILED' || state === 'HELD' ? [{ separator: true } as const, { label: 'Retry this record', disabled: !may.retry, run: () => actions.run(retryFailed([index])) }] : []),
    ...(state === 'INDOUBT'
      ? [{ separator: true } as const, { label: 'It is there: count it as sent', run: () => actions.run(decide([index], 'sent')) }, { label: 'It is not there: it may be sent', run: () => actions.run(decide([index], 'not-sent')) }]
      : []),
  ]
}

function SelectedBar({ view: { actions, job }, shown, selected, onDone }: { view: JobView; shown: ShownItems; selected: ReadonlySet<string>; onDone: () => void }): ReactNode {
  const indexes = [...selected].map(Number)
  return (
    <div role="toolbar" aria-label="Chosen records" className="flex h-9 shrink-0 items-center gap-2 border-b border-n6 bg-accent-soft px-3">
      <span className="font-medium tabular-nums">{counted(selected.size, 'record')} chosen</span>
      {shown.state === 'INDOUBT' && (
        <>
          <Button disabled={actions.isBusy} onClick={() => actions.run(decide(indexes, 'sent'), onDone)}>
            They are there: count as sent
          </Button>
          <Button disabled={actions.isBusy} onClick={() => actions.run(decide(indexes, 'not-sent'), onDone)}>
            They are not there: may be sent
          </Button>
        </>
      )}
      {(shown.state === 'FAILED' || shown.state === 'HELD') && (
        <Button disabled={actions.isBusy || !mayOf(job).retry} onClick={() => actions.run(retryFailed(indexes), onDone)}>
          Retry them
        </Button>
      )}
      {shown.state === null && <span className="text-n10">Show those that failed or are in doubt to do something with them.</span>}
      <span className="flex-1" />
      <Button variant="quiet" onClick={onDone}>
        Choose none
      </Button>
    </div>
  )
}

const STATE_LOOKS: Record<ItemState, { word: string; tone: 'neutral' | 'accent' | 'good' | 'warn' | 'bad' }> = {
  PENDING: { word: 'pending', tone: 'neutral' },
  SENDING: { word: 'being sent', tone: 'accent' },
  SENT: { word: 'sent', tone: 'good' },
  SKIPPED: { word: 'left out', tone: 'neutral' },
  FAILED: { word: 'failed', tone: 'bad' },
  HELD: { word: 'held back', tone: 'warn' },
  INDOUBT: { word: 'in doubt', tone: 'warn' },
}

const OUTCOME_LOOKS = {
  consumed: { word: 'consumed', className: 'text-good' },
  bounced: { word: 'came back', className: 'text-bad font-medium' },
  waiting: { word: 'waiting', className: 'text-n10' },
  untracked: { word: 'not followed', className: 'text-n9' },
}

const columnsFor = (hasEnded: boolean): GridColumn<JobItem>[] => [
  { id: 'index', header: '#', width: '60px', align: 'end', cell: ({ index }) => <Figure value={index + 1} className="text-n10" /> },
  { id: 'state', header: 'State', width: '94px', cell: ({ state }) => <Badge tone={STATE_LOOKS[state].tone}>{hasEnded && state === 'PENDING' ? 'not sent' : STATE_LOOKS[state].word}</Badge> },
  { id: 'outcome', header: 'Then', width: '92px', cell: ({ outcome }) => outcome && <span className={OUTCOME_LOOKS[outcome].className}>{OUTCOME_LOOKS[outcome].word}</span> },
  { id: 'source', header: 'Dead letter', width: 'minmax(140px, 1fr)', cell: ({ source, line }) => (source === null ? <>line {line}</> : <Place topic={source.topic} rest={`-${source.partition} @ ${source.offset}`} />) },
  { id: 'key', header: 'Key', width: 'minmax(80px, 0.6fr)', cell: ({ keyText }) => (keyText === null ? <em className="text-n9">null</em> : <Mono text={keyText} />) },
  { id: 'target', header: 'Sent to', width: 'minmax(130px, 1fr)', cell: ({ target: { topic, partition, offset } }) => <Place topic={topic} rest={`${partition === null || partition < 0 ? '' : `-${partition}`}${offset === null ? '' : ` @ ${offset}`}`} /> },
  { id: 'reason', header: 'Why', width: 'minmax(140px, 1.4fr)', cell: ({ finding }) => finding && <Why text={toldTimes(finding.text, now())} /> },
  { id: 'at', header: 'At', width: '104px', cell: ({ atMs }) => atMs !== null && <MomentText timestampMs={atMs} /> },
]

const Why = ({ text }: { text: string }): ReactNode => <span title={text}>{text}</span>

const Mono = ({ text }: { text: string }): ReactNode => (
  <span className="font-mono text-mono" title={text}>
    {text}
  </span>
)
