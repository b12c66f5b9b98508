// What can be done with a replay now: pause, go on, cancel; take back, promote, export, archive.
import { Download, FlaskConical, Pause, Play, Square, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { JobSummary } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { Button } from '../../ui/button.tsx'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/toast.tsx'
import { mayOf, undoneWords, unsettledCount } from './job-words.ts'
import { archiveJob, cancelJob, exportJob, type JobActions, pauseJob, resumeJob, retryFailed, type Undone, usePromote, useUndo } from './jobs.queries.ts'
import type { ReplayWindow } from './plan-view.ts'

export interface JobView extends ReplayWindow {
  job: JobSummary
  actions: JobActions
}

const GONE = 'The connection to its target was removed: cancel it, or plan what is left anew.'

/** Nothing can be sent any more, and arming does not help. */
export const isTargetGone = ({ job, connections }: Pick<JobView, 'job' | 'connections'>): boolean => connections.length > 0 && !connections.some(({ id }) => id === job.targetConnectionId)

export function JobButtons({ view, onRepair }: { view: JobView; onRepair: () => void }): ReactNode {
  const { job, actions, isWritable, onArm, onOpenPlan } = view
  const [asking, setAsking] = useState<'cancel' | 'undo' | null>(null)
  const may = mayOf(job)
  const writable = isWritable(job.targetConnectionId)
  const isGone = isTargetGone(view)
  const pause = (): void => actions.run(pauseJob)
  const resume = (): void => (writable ? actions.run(resumeJob) : onArm(job.targetConnectionId))
  const retry = (): void => actions.run(retryFailed(null), () => writable && actions.run(resumeJob))
  useCommands([
    may.pause
      ? { id: 'replay.pause', title: 'Pause the replay', keys: ['Space'], run: pause }
      : { id: 'replay.pause', title: 'Resume the replay', keys: ['Space'], disabled: isGone ? GONE : may.resume ? undefined : 'It has ended', run: resume },
    { id: 'replay.cancel', title: 'Cancel the replay', keys: ['Mod+.'], disabled: may.cancel ? undefined : 'It has ended', run: () => setAsking('cancel') },
  ])
  const keys = useKeyLabel('replay.pause')
  return (
    <>
      {may.pause && (
        <Button onClick={pause} disabled={actions.isBusy} shortcut={keys}>
          <Pause size={13} aria-hidden="true" />
          Pause
        </Button>
      )}
      {may.resume && (
        <Button variant={job.reason !== null && ['bounce', 'errors', 'target-missing'].includes(job.reason.code) ? 'plain' : 'primary'} onClick={resume} disabled={actions.isBusy || isGone} {...(isGone && { title: GONE })} shortcut={keys}>
          <Play size={13} aria-hidden="true" />
          {!writable && !isGone ? 'Arm to send' : job.startedAtMs === null ? 'Start now' : 'Resume'}
        </Button>
      )}
      {may.retry && (
        <Button onClick={retry} disabled={actions.isBusy} title={`Those that failed, and those held back behind them, ${writable ? 'are sent again' : 'become pending again; arm the cluster then, and resume'}.`}>
          Retry {counted(job.items.failed + job.items.held, 'record')}
        </Button>
      )}
      {job.isSandbox && <PromoteButton job={job} onOpenPlan={onOpenPlan} />}
      {may.cancel && (
        <Button onClick={() => setAsking('cancel')} disabled={actions.isBusy}>
          <Square size={12} aria-hidden="true" />
          Cancel
        </Button>
      )}
      <MoreMenu view={view} onUndo={() => setAsking('undo')} onRepair={onRepair} />
      {asking === 'cancel' && <CancelDialog view={view} onClose={() => setAsking(null)} />}
      {asking === 'undo' && <UndoDialog job={job} onClose={() => setAsking(null)} />}
    </>
  )
}

function PromoteButton({ job, onOpenPlan }: { job: JobSummary; onOpenPlan: (planId: string) => void }): ReactNode {
  const promote = usePromote()
  const run = (): void =>
    promote.mutate(
      { jobId: job.jobId },
      {
        onSuccess: ({ planId }) => onOpenPlan(planId),
        onError: (error) => tellFailure(error),
      },
    )
  return (
    <Button variant="primary" disabled={!job.canPromote || promote.isPending} onClick={run} title={job.canPromote ? 'Plans a replay of those cases for the real cluster.' : 'Once a consumer has taken copies of the cases, those can be replayed on the real cluster.'}>
      <FlaskConical size={13} aria-hidden="true" />
      {job.canPromote ? `Promote ${counted(job.outcomes.consumed, 'consumed case')}…` : 'Promote…'}
    </Button>
  )
}

function MoreMenu({ view: { job, actions, onOpenPlan }, onUndo, onRepair }: { view: JobView; onUndo: () => void; onRepair: () => void }): ReactNode {
  const { client } = useRpc()
  const save = (format: 'jsonl' | 'csv'): void =>
    void exportJob(client, job.jobId, format).then(
      (text) => (saveFile(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' }), `replay-${job.number}.${format}`), toast({ tone: 'good', message: `Saved what became of ${counted(job.items.total, 'record')}` })),
      tellFailure,
    )
  const may = mayOf(job)
  return (
    <MenuButton
      label="More for this replay"
      entries={[
        { label: 'Open its plan', run: () => onOpenPlan(job.planId) },
        { label: 'Repair what is left…', disabled: job.state === 'RUNNING' || unsettledCount(job) === 0, title: 'Plans what was not sent, and what came back, anew.', run: onRepair },
        { separator: true },
        { label: 'Export as JSON lines', icon: <Download size={13} aria-hidden="true" />, run: () => save('jsonl') },
        { label: 'Export as CSV', icon: <Download size={13} aria-hidden="true" />, run: () => save('csv') },
        { separator: true },
        { label: 'Undo…', icon: <Undo2 size={13} aria-hidden="true" />, danger: true, disabled: !job.undo.isPossible, title: job.undo.text, run: onUndo },
        { label: 'Archive', disabled: !may.archive, title: may.archive ? 'Takes it off the list; the ledger keeps it.' : 'Only when it has ended.', run: () => actions.run(archiveJob) },
      ]}
    />
  )
}

function tellFailure(error: unknown): void {
  const { message, remedy } = failureOf(error)
  toast({ tone: 'bad', message, detail: remedy })
}

function CancelDialog({ view: { job, actions }, onClose }: { view: JobView; onClose: () => void }): ReactNode {
  const left = job.items.pending + job.items.held
  return (
    <ConfirmDialog
      title={`Cancel job ${job.number}?`}
      verb="Cancel the replay"
      keep="Go on"
      danger
      busy={actions.isBusy}
      failure={actions.failure}
      onClose={onClose}
      onConfirm={() => actions.run(cancelJob, onClose)}
    >
      <p>
        {counted(job.items.sent, 'record')} stay sent, {counted(left, 'record')} are not sent. Nothing is deleted from the dead-letter topic, so what is left can be replayed by another plan.
      </p>
      <p className="text-n10">To stop for a while only, pause it.</p>
    </ConfirmDialog>
  )
}

function UndoDialog({ job, onClose }: { job: JobSummary; onClose: () => void }): ReactNode {
  const undo = useUndo()
  const [result, setResult] = useState<Undone | null>(null)
  const refused = result?.refused ?? []
  const run = (): void =>
    undo.mutate(
      { job, force: result !== null },
      {
        onSuccess: (done) => {
          if (done.refused.length > 0) return setResult(done)
          toast({ tone: 'good', message: `${counted(done.undone, 'record')} taken back` })
          onClose()
        },
      },
    )
  return (
    <ConfirmDialog
      title={result === null ? `Take back what job ${job.number} wrote?` : undoneWords(result.undone)}
      verb={result === null ? 'Take them back' : result.undone === 0 ? 'Take them back all the same' : 'Take those back too'}
      danger
      busy={undo.isPending}
      failure={undo.error && failureOf(undo.error)}
      onClose={onClose}
      onConfirm={run}
    >
      {result === null ? (
        <p>{job.undo.text}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {refused.map(({ code, text, count }) => (
            <li key={code}>
              <span className="font-medium tabular-nums">{formatCount(count)}</span>: {text}
            </li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  )
}
