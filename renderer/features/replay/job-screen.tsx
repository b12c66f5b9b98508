// A replay while it runs and after: how far it is, what became of what it sent, what stopped it, and each record.
import { type ReactNode, useState } from 'react'
import type { ItemState, JobItem, JobSummary } from '../../../core/contract/replay.ts'
import { toldTimes } from '../../format/told-times.ts'
import { Badge } from '../../ui/badge.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { EmptyState, Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { isTargetGone, JobButtons, type JobView } from './job-buttons.tsx'
import { JobItems } from './job-items.tsx'
import { JobOverview } from './job-overview.tsx'
import { RepairDialog } from './repair-dialog.tsx'
import { interruptedWords, JOB_STATES, unsettledCount, watchWords } from './job-words.ts'
import { resumeJob, useJob, useJobActions } from './jobs.queries.ts'
import type { ReplayWindow } from './plan-view.ts'

export function JobScreen({ jobId, ...props }: ReplayWindow & { jobId: string }): ReactNode {
  const { event, put, failure } = useJob(jobId)
  if (event === undefined && failure?.code === 'NOT_FOUND')
    return (
      <EmptyState title={failure.message} actions={<Button onClick={props.onOpenJobs}>All replays</Button>}>
        <p className="text-n10 select-text">{failure.remedy || 'It may belong to another Headwater.'}</p>
      </EmptyState>
    )
  return (
    <>
      {failure && failure.code !== 'LOST' && <FailureNotice failure={failure} />}
      {event ? <Job key={jobId} {...props} job={event.job} history={event.history} put={put} /> : (failure === null || failure.code === 'LOST') && <SkeletonRows label="Reading the replay" rows={16} />}
    </>
  )
}

/** What is to be done now: nothing happens in a sandbox until somebody reads from it. */
function sandboxWords({ consumers: [consumer] }: JobSummary, connections: ReplayWindow['connections']): string {
  const address = connections.find(({ kind }) => kind === 'local')?.bootstrapServers[0] ?? 'the local broker'
  return `Start the fixed consumer${consumer ? ` (group ${consumer.group})` : ''} against ${address}. What it commits counts as consumed and can be promoted.`
}

/** One of them at most narrows the list. */
export interface ShownItems {
  state: ItemState | null
  outcome: NonNullable<JobItem['outcome']> | null
}

const ALL: ShownItems = { state: null, outcome: null }

function Job({ job, history, put, ...window }: ReplayWindow & { job: JobSummary; history: readonly { atMs: number; sent: number; bounced: number }[]; put: (job: JobSummary) => void }): ReactNode {
  const [shown, setShown] = useState(ALL)
  const [isRepairing, setRepairing] = useState(false)
  const actions = useJobActions(job, put)
  const view: JobView = { ...window, job, actions }
  const { word, tone } = JOB_STATES[job.state]
  const watching = job.isSandbox && job.outcomes.waiting > 0 ? sandboxWords(job, window.connections) : watchWords(job)
  return (
    <>
      <Toolbar>
        <Breadcrumb list="Replays" name={`${job.number} · ${job.name}`} onBack={window.onOpenJobs} />
        <Badge tone={tone}>{word}</Badge>
        {job.isSandbox && <Badge tone="accent">sandbox</Badge>}
        {job.isArchived && <Badge>archived</Badge>}
        <span className="flex-1" />
        <JobButtons view={view} onRepair={() => setRepairing(true)} />
      </Toolbar>
      {actions.failure && <FailureNotice failure={actions.failure} {...(actions.failure.code === 'READ_ONLY' && { action: { label: 'Arm to send', run: () => window.onArm(job.targetConnectionId) } })} />}
      <StopNotice view={view} onRepair={() => setRepairing(true)} />
      {/* Of an interrupted one the target is asked first. */}
      {job.items.indoubt > 0 && job.state !== 'INTERRUPTED' && shown.state !== 'INDOUBT' && (
        <Notice
          tone="warn"
          message={`${job.items.indoubt} in doubt: sent, and nobody knows whether they arrived.`}
          remedy="They are never sent again by themselves. Look at the target and decide."
          action={{ label: 'Look at them', run: () => setShown({ state: 'INDOUBT', outcome: null }) }}
        />
      )}
      <JobOverview view={view} history={history} shown={shown} onShow={setShown} watching={watching} />
      {isRepairing && <RepairDialog view={view} onClose={() => setRepairing(false)} />}
      <JobItems key={`${shown.state} ${shown.outcome}`} view={view} shown={shown} onShowAll={() => setShown(ALL)} />
    </>
  )
}

/** Where more of the same would fail alike. */
const HELPS: Record<string, string> = { bounce: 'Repair the rest…', errors: 'Repair the rest…', 'target-missing': 'Plan the rest anew…' }

/** Why it stands still, and the way on. */
function StopNotice({ view, onRepair }: { view: JobView; onRepair: () => void }): ReactNode {
  const { job, actions, isWritable, onArm } = view
  const isGone = isTargetGone(view)
  const { reason, state, targetConnectionId } = job
  const mayResume = state === 'PAUSED' || state === 'INTERRUPTED'
  const arm = { label: 'Arm to send', run: () => onArm(targetConnectionId) }
  const resume = isWritable(targetConnectionId) ? { label: 'Resume', busy: actions.isBusy, run: () => actions.run(resumeJob) } : arm
  // Resuming has its button above; here stands what is more likely to help.
  const way = reason && HELPS[reason.code] !== undefined ? { label: HELPS[reason.code]!, run: onRepair } : isWritable(targetConnectionId) || isGone ? null : arm
  if (state === 'INTERRUPTED')
    return <Notice tone="warn" message={reason?.message ?? interruptedWords(job)} remedy={reason?.remedy ?? 'What was sent is known; it goes on from there.'} {...(!isGone && { action: resume })} />
  if (reason === null || (reason.code === 'user' && mayResume)) return null
  const isOver = state === 'FAILED' && unsettledCount(job) > 0
  return <Notice tone={state === 'FAILED' ? 'bad' : 'warn'} message={toldTimes(reason.message, now())} remedy={reason.remedy} {...(isOver ? { action: { label: 'Plan the rest anew…', run: onRepair } } : mayResume && way && { action: way })} />
}
