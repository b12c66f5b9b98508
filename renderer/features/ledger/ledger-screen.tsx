// Every write that this Headwater made to any cluster, the newest first, in a chain of hashes that shows when something was changed afterwards.
import { Download, Link2 } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { AuditEntry, AuditFilter } from '../../../core/contract/audit.ts'
import type { Connection } from '../../../core/contract/connections.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow, useSettled } from '../../ui/clock.ts'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Figure } from '../../ui/figure.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { LedgerEntry } from './ledger-entry.tsx'
import { type Action, ACTIONS, type Asked, ASKED_FOR_ALL, filterOf, isNarrowed, labelOf, OUTCOMES, type Period, PERIOD_LABELS, PERIODS } from './ledger-words.ts'
import { exportEntries, useEntries, useVerify } from './ledger.queries.ts'

export interface LedgerScreenProps {
  connections: readonly Connection[]
  onOpenJob: (jobId: string) => void
}

const PLACE = 'ledger'
/** A name is looked for when nobody types any more. */
const TEXT_SETTLES_MS = 250

export function LedgerScreen({ connections, onOpenJob }: LedgerScreenProps): ReactNode {
  const [asked, setAsked] = useViewState<Asked>(PLACE, 'asked', ASKED_FOR_ALL)
  const [active, setActive] = useState<string | null>(null)
  const nowMs = useNow(60_000)
  const filter = useSettled(JSON.stringify(filterOf(asked, nowMs)), TEXT_SETTLES_MS)
  const settled = JSON.parse(filter) as AuditFilter
  const pages = useEntries(settled)
  const grid = useRef<GridHandle>(null)
  useGridKeys(grid)
  const { rows } = pages
  const opened = active === null ? undefined : entryOf(rows, active)
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Ledger</h1>
        <Filters asked={asked} connections={connections} onChange={setAsked} onLeave={() => grid.current?.focus()} />
        <span className="flex-1" />
        {rows && <span className="truncate text-n10 tabular-nums" role="status">{counted(rows.count, 'entry', 'entries')}</span>}
        <ExportMenu filter={settled} />
        <VerifyButton />
      </Toolbar>
      {pages.failure && <FailureNotice failure={pages.failure} action={{ label: 'Read again', run: pages.readAgain }} />}
      {rows === undefined && !pages.failure && <SkeletonRows label="Reading the ledger" rows={20} />}
      {rows?.count === 0 && <Nothing isFiltered={isNarrowed(asked)} onClear={() => setAsked(ASKED_FOR_ALL)} />}
      {rows !== undefined && rows.count > 0 && (
        <SplitPane
          name="ledger"
          main={
            <DataGrid
              label="Entries of the ledger, newest first"
              name="ledger"
              columns={COLUMNS}
              rows={rows}
              keyOf={keyOf}
              activeKey={active}
              onActiveChange={setActive}
              onOpen={(entry) => setActive(keyOf(entry))}
              onVisibleChange={pages.onVisibleChange}
              handle={grid}
            />
          }
          side={opened ? <LedgerEntry entry={opened} onOpenJob={onOpenJob} onClose={() => setActive(null)} /> : null}
          sideLabel="the entry"
          sideWidth={400}
        />
      )}
    </>
  )
}

const keyOf = ({ sequence }: AuditEntry): string => String(sequence)

function entryOf(rows: ReturnType<typeof useEntries>['rows'], key: string): AuditEntry | undefined {
  for (let index = 0; index < (rows?.count ?? 0); index += 1) {
    const entry = rows!.at(index)
    if (entry !== undefined && keyOf(entry) === key) return entry
  }
  return undefined
}

interface FiltersProps {
  asked: Asked
  connections: readonly Connection[]
  onChange: (asked: Asked) => void
  onLeave: () => void
}

function Filters({ asked, connections, onChange, onLeave }: FiltersProps): ReactNode {
  return (
    <>
      <FilterBox label="Filter the ledger" placeholder="topic, group, user, words" value={asked.text} onChange={(text) => onChange({ ...asked, text })} onLeave={onLeave} />
      <Select<Action | ''> label="Kind of entry" options={[{ value: '', label: 'Any kind' }, ...ACTIONS.map(({ action, label }) => ({ value: action, label }))]} value={asked.action} onChange={(action) => onChange({ ...asked, action })} />
      <Select label="Cluster" options={[{ value: '', label: 'Any cluster' }, ...connections.map(({ id, name }) => ({ value: id, label: name }))]} value={asked.connectionId} onChange={(connectionId) => onChange({ ...asked, connectionId })} />
      <Select<Period> label="Time" options={PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }))} value={asked.period} onChange={(period) => onChange({ ...asked, period })} />
    </>
  )
}

function ExportMenu({ filter }: { filter: AuditFilter }): ReactNode {
  const { client } = useRpc()
  const save = (format: 'jsonl' | 'csv'): void =>
    void exportEntries(client, filter, format).then(
      (text) => (saveFile(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' }), `headwater-ledger.${format}`), toast({ tone: 'good', message: 'Saved the entries on show' })),
      (error: unknown) => {
        const { message, remedy } = failureOf(error)
        toast({ tone: 'bad', message, detail: remedy })
      },
    )
  return (
    <MenuButton
      label="Export the entries on show"
      entries={[
        { label: 'As JSON lines', run: () => save('jsonl') },
        { label: 'As CSV', run: () => save('csv') },
      ]}
    >
      <Download size={13} aria-hidden="true" />
      Export
    </MenuButton>
  )
}

function VerifyButton(): ReactNode {
  const verify = useVerify()
  const run = (): void => {
    if (!verify.isPending)
      verify.mutate(undefined, {
        onSuccess: ({ isWhole, text }) => toast({ tone: isWhole ? 'good' : 'bad', message: isWhole ? 'The chain is whole' : 'The chain is broken', detail: text, replaces: 'ledger' }),
        onError: (error) => toast({ tone: 'bad', message: failureOf(error).message, detail: failureOf(error).remedy, replaces: 'ledger' }),
      })
  }
  useCommands([{ id: 'ledger.verify', title: 'Verify the chain of the ledger', keys: ['V'], run }])
  return (
    <Button onClick={run} disabled={verify.isPending} title="Computes every hash anew: an entry that was changed or taken out afterwards shows.">
      <Link2 size={13} aria-hidden="true" />
      {verify.isPending ? 'Verifying…' : 'Verify chain'}
    </Button>
  )
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): ReactNode {
  if (isFiltered)
    return (
      <div className="flex items-center gap-3 px-3 py-6 text-n10">
        No entry is like that.<Button onClick={onClear}>Show all</Button>
      </div>
    )
  return (
    <EmptyState title="Nothing has been written yet">
      <p className="text-n10">Every message that you send from here, every topic or configuration that you change, every replay, purge and undo will be kept here: who, when, on which cluster, what came of it. On this computer, and nowhere else.</p>
    </EmptyState>
  )
}

const COLUMNS: GridColumn<AuditEntry>[] = [
  { id: 'sequence', header: '#', width: '64px', align: 'end', cell: ({ sequence }) => <Figure value={sequence} className="text-n10" /> },
  { id: 'at', header: 'When', width: '134px', cell: ({ atMs }) => <MomentText timestampMs={atMs} /> },
  { id: 'action', header: 'What', width: '92px', cell: ({ action }) => labelOf(action) },
  { id: 'subject', header: 'To', width: 'minmax(90px, 0.8fr)', cell: ({ subject }) => <span className="font-mono text-mono" title={subject}>{subject}</span> },
  { id: 'text', header: 'Entry', width: 'minmax(200px, 2fr)', cell: ({ text }) => <span title={text}>{text}</span> },
  { id: 'outcome', header: 'Outcome', width: '78px', cell: ({ outcome }) => <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].word}</Badge> },
  { id: 'cluster', header: 'Cluster', width: 'minmax(70px, 0.6fr)', cell: ({ connectionName, clusterId }) => <span title={clusterId ?? undefined}>{connectionName}</span> },
  { id: 'who', header: 'Who', width: '70px', cell: ({ who }) => who },
]
