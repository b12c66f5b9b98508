// What would become of each record: everything but sending has been done, and this is what was found.
import { Stethoscope } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ItemVerdict, PlanSummary } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { toldTimes } from '../../format/told-times.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { EmptyState, Notice } from '../../ui/states.tsx'
import { Segments } from '../../ui/segments.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { useLeaveOutProblems } from './leave-out.ts'
import { PlanItems } from './plan-items.tsx'
import type { PlanView } from './plan-view.ts'

type Shown = ItemVerdict | 'all'

export function DryRunStep({ view }: { view: PlanView }): ReactNode {
  const { summary, dryRun, isStarted } = view
  const result = summary.dryRun
  const [chosen, setChosen] = useState<Shown | null>(null)
  if (result === null) return dryRun.isRunning ? <Waiting view={view} /> : <NotRun view={view} />
  // What needs a decision is shown first.
  const shown = chosen ?? (result.problems > 0 ? 'problem' : result.warnings > 0 ? 'warning' : 'all')
  return (
    <>
      {!result.isCurrent && !dryRun.isRunning && !isStarted && (
        <Notice tone="warn" message="Out of date." remedy="The plan or the clusters may have changed since; what is sent has to be what was checked." action={{ label: 'Run dry again', run: dryRun.start }} />
      )}
      <div className="flex shrink-0 flex-col gap-2 border-b border-n6 px-4 py-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Segments label="Records by verdict" options={optionsFor(result, summary.itemCount)} value={shown} onChange={(next) => setChosen(next as Shown)} />
          <span className="text-small text-n10">
            checked <RelativeTime timestampMs={result.atMs} />; nothing was sent
          </span>
          <span className="flex-1" />
          {result.problems > 0 && !isStarted && <LeaveOutButton view={view} count={result.problems} />}
        </div>
        <Findings findings={result.findings} />
      </div>
      <PlanItems key={shown} view={view} verdict={shown === 'all' ? null : shown} hasVerdicts empty={EMPTY[shown]} />
    </>
  )
}

const EMPTY: Record<Shown, string> = {
  all: 'The plan has no records.',
  ready: 'None is ready without a warning.',
  warning: 'No warnings.',
  skipped: 'None is left out.',
  problem: 'All of them can be sent.',
}

function optionsFor({ ready, warnings, skipped, problems }: NonNullable<PlanSummary['dryRun']>, total: number): { value: Shown; label: string }[] {
  const all: { value: Shown; label: string; count: number }[] = [
    { value: 'all', label: 'All', count: total },
    { value: 'ready', label: 'Ready', count: ready },
    { value: 'warning', label: 'Warnings', count: warnings },
    { value: 'skipped', label: 'Left out', count: skipped },
    { value: 'problem', label: 'Problems', count: problems },
  ]
  return all.map(({ value, label, count }) => ({ value, label: `${label} ${formatCount(count)}` }))
}

function Findings({ findings }: { findings: NonNullable<PlanSummary['dryRun']>['findings'] }): ReactNode {
  if (findings.length === 0) return null
  return (
    <ul className="max-h-24 overflow-y-auto select-text">
      {findings.map(({ code, text, count }) => (
        <li key={`${code} ${text}`} className="flex gap-2">
          <span className="w-14 shrink-0 text-right font-medium tabular-nums">{formatCount(count)} ×</span>
          <span className="min-w-0">
            {count > 1 && <span className="text-n10">such as: </span>}
            {toldTimes(text, now())}
          </span>
        </li>
      ))}
    </ul>
  )
}

function LeaveOutButton({ view, count }: { view: PlanView; count: number }): ReactNode {
  const leaveOut = useLeaveOutProblems(view)
  return (
    <Button disabled={view.actions.isBusy} onClick={leaveOut} title="They stay in the dead-letter topic. The plan needs another dry run then.">
      Leave out {counted(count, 'record')} that cannot be sent
    </Button>
  )
}

function Waiting({ view: { dryRun } }: { view: PlanView }): ReactNode {
  return (
    <EmptyState title="Checking…" actions={<Button onClick={dryRun.stop}>Stop</Button>}>
      <p className="text-n10 tabular-nums">{dryRun.event === null ? 'Starting.' : `${dryRun.event.step}: ${formatCount(dryRun.event.checked)} of ${counted(dryRun.event.total, 'record')}.`}</p>
    </EmptyState>
  )
}

function NotRun({ view: { dryRun, summary } }: { view: PlanView }): ReactNode {
  return (
    <EmptyState
      title="Not run dry yet"
      actions={
        <Button variant="primary" onClick={dryRun.start} disabled={summary.itemCount === 0}>
          <Stethoscope size={13} aria-hidden="true" />
          Dry run
        </Button>
      }
    >
      <p className="text-n10">
        A dry run does everything but sending: it reads each record, repairs it, chooses its partition, holds its size against the target’s limit, asks whether you may write there, looks for newer records of the same key, and
        asks the ledger whether it was replayed before. Nothing is written to any cluster.
      </p>
    </EmptyState>
  )
}
