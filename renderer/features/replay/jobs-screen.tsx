// Every replay of this Headwater, the newest first; those that a crash has interrupted ask to be resumed. And the plans that nobody has started yet.
import { type ReactNode, useRef, useState } from 'react'
import type { JobSummary, PlanSummary } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { DataGrid, type GridHandle } from '../../ui/data-grid.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import { failureOf } from '../../rpc/failure.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState, Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { ImportButton } from './import-button.tsx'
import { JOB_COLUMNS, PLAN_COLUMNS } from './job-columns.tsx'
import { jobsMatching, listedJobs } from './job-list.ts'
import { interruptedWords } from './job-words.ts'
import { resumeJob, useJobActions, useJobs } from './jobs.queries.ts'
import type { ReplayWindow } from './plan-view.ts'
import { useDiscardPlan, usePlans } from './replay.queries.ts'

const PLACE = 'replays'

export function JobsScreen(props: ReplayWindow): ReactNode {
  const [side, setSide] = useViewState<string>(PLACE, 'side', 'jobs')
  const [includeArchived, setIncludeArchived] = useViewState(PLACE, 'archived', false)
  const [filter, setFilter] = useViewState(PLACE, 'filter', '')
  const grid = useRef<GridHandle>(null)
  useGridKeys(grid)
  const { jobs, failure } = useJobs(includeArchived)
  const plans = usePlans()
  const waiting = plans.data?.filter(({ jobId }) => jobId === null)
  const all = jobs === undefined ? undefined : listedJobs(jobs)
  const shown = all && jobsMatching(all, filter)
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Replays</h1>
        <Segments
          label="Replays or plans"
          options={[
            { value: 'jobs', label: all ? `Replays ${formatCount(all.length)}` : 'Replays' },
            { value: 'plans', label: waiting ? `Plans not started ${formatCount(waiting.length)}` : 'Plans not started' },
          ]}
          value={side}
          onChange={setSide}
        />
        {side === 'jobs' && (
          <>
            <FilterBox label="Filter replays" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
            <label className="flex items-center gap-1.5 text-n10">
              <input type="checkbox" className="accent-accent" checked={includeArchived} onChange={(event) => setIncludeArchived(event.target.checked)} />
              Archived
            </label>
          </>
        )}
        <span className="flex-1" />
        <ImportButton {...props} />
      </Toolbar>
      {failure && failure.code !== 'LOST' && <FailureNotice failure={failure} />}
      {all?.filter(({ state }) => state === 'INTERRUPTED').map((job) => <Interrupted key={job.jobId} {...props} job={job} />)}
      {side === 'plans' ? <Plans {...props} plans={waiting} query={plans} grid={grid} /> : <Jobs {...props} jobs={shown} isFiltered={filter !== ''} isFailed={failure !== null} grid={grid} onClear={() => setFilter('')} />}
    </>
  )
}

function Interrupted({ job, isWritable, onArm, onOpenJob }: ReplayWindow & { job: JobSummary }): ReactNode {
  const actions = useJobActions(job, () => {})
  const resume = (): void => (isWritable(job.targetConnectionId) ? actions.run(resumeJob, () => onOpenJob(job.jobId)) : onArm(job.targetConnectionId))
  return (
    <>
      <Notice tone="warn" message={job.reason?.message ?? interruptedWords(job)} remedy={job.reason?.remedy ?? 'What was sent is known; it goes on from there.'} action={{ label: isWritable(job.targetConnectionId) ? 'Resume' : 'Arm to resume', run: resume, busy: actions.isBusy }} />
      {actions.failure && <FailureNotice failure={actions.failure} />}
    </>
  )
}

interface JobsProps extends ReplayWindow {
  jobs: readonly JobSummary[] | undefined
  isFiltered: boolean
  isFailed: boolean
  grid: { current: GridHandle | null }
  onClear: () => void
}

function Jobs({ jobs, isFiltered, isFailed, grid, onClear, onOpenJob, onOpenDeadLetters }: JobsProps): ReactNode {
  const [active, setActive] = useViewState<string | null>(PLACE, 'active', null)
  if (jobs === undefined) return isFailed ? null : <SkeletonRows label="Reading the replays" rows={16} />
  if (jobs.length === 0 && isFiltered)
    return (
      <div className="flex items-center gap-3 px-3 py-6 text-n10">
        No replay is called like that.<Button onClick={onClear}>Clear the filter</Button>
      </div>
    )
  if (jobs.length === 0) return <NoJobs onOpenDeadLetters={onOpenDeadLetters} />
  return (
    <DataGrid
      label="Replays"
      name="replays"
      columns={JOB_COLUMNS}
      rows={{ count: jobs.length, at: (index) => jobs[index] }}
      keyOf={({ jobId }) => jobId}
      activeKey={active}
      onActiveChange={setActive}
      onOpen={({ jobId }) => onOpenJob(jobId)}
      handle={grid}
    />
  )
}

function NoJobs({ onOpenDeadLetters }: { onOpenDeadLetters: () => void }): ReactNode {
  return (
    <EmptyState
      title="Nothing has been replayed yet"
      actions={
        <Button variant="primary" onClick={onOpenDeadLetters}>
          Go to dead letters
        </Button>
      }
    >
      <p className="text-n10">
        Choose records or a group of failures under Dead letters and press R. A plan of them is frozen, run dry, and only then sent: with a first look at a few, at a rate that you choose, and with a record of what became of each.
      </p>
    </EmptyState>
  )
}

interface PlansProps extends ReplayWindow {
  plans: readonly PlanSummary[] | undefined
  query: ReturnType<typeof usePlans>
  grid: { current: GridHandle | null }
}

function Plans({ plans, query, grid, onOpenPlan }: PlansProps): ReactNode {
  const [active, setActive] = useState<string | null>(null)
  const discard = useDiscardPlan()
  if (plans === undefined) return query.isError ? <QueryFailure query={query} /> : <SkeletonRows label="Reading the plans" rows={8} />
  if (plans.length === 0) return <p className="px-3 py-6 text-n10">Every plan has been started.</p>
  return (
    <>
      <QueryFailure query={query} />
      {discard.error && <FailureNotice failure={failureOf(discard.error)} />}
      <p className="border-b border-n5 px-3 py-1.5 text-small text-n10">{counted(plans.length, 'plan')} made and not started: nothing of them has been sent.</p>
      <DataGrid
        label="Plans not started"
        name="replay-plans"
        columns={PLAN_COLUMNS}
        rows={{ count: plans.length, at: (index) => plans[index] }}
        keyOf={({ planId }) => planId}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={({ planId }) => onOpenPlan(planId)}
        contextMenu={({ planId }) => [
          { label: 'Open plan', keys: 'Enter', run: () => onOpenPlan(planId) },
          { separator: true },
          { label: 'Discard plan', danger: true, run: () => discard.mutate(planId) },
        ]}
        handle={grid}
      />
    </>
  )
}
