// The last look before sending: what will happen, what guarantees it, whether it can be taken back; and the name of the cluster, typed.
import { Send, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { counted, formatCount } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { inputClass, TextField } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState, Notice } from '../../ui/states.tsx'
import { useLeaveOutProblems } from './leave-out.ts'
import { Check } from './pace-step.tsx'
import type { PlanView } from './plan-view.ts'
import { deletesWords, keysDeleted, nextAct, sendableCount, stepWords } from './plan-words.ts'
import { useStart } from './replay.queries.ts'

export function ConfirmStep({ view }: { view: PlanView }): ReactNode {
  const { summary, dryRun, onOpenJob } = view
  const act = nextAct(summary)
  if (act.kind === 'open-job')
    return (
      <EmptyState title="This plan has been started" actions={<Button variant="primary" onClick={() => onOpenJob(act.jobId)}>Open the replay</Button>}>
        <p className="text-n10">What became of each record is told there.</p>
      </EmptyState>
    )
  if (act.kind === 'none')
    return (
      <EmptyState title={act.why} actions={<Button onClick={() => view.onStep('dry-run')}>See why</Button>}>
        <p className="text-n10">Repair the records, or choose another target.</p>
      </EmptyState>
    )
  if (act.kind === 'dry-run')
    return (
      <EmptyState
        title="First a dry run"
        actions={
          <Button variant="primary" disabled={dryRun.isRunning} onClick={dryRun.start}>
            Dry run
          </Button>
        }
      >
        <p className="text-n10">What is sent has to be what was checked, in the last ten minutes and with these very options. A dry run sends nothing.</p>
      </EmptyState>
    )
  return <Confirmation view={view} />
}

function Confirmation({ view }: { view: PlanView }): ReactNode {
  const { summary, isWritable, onArm, onOpenJob } = view
  const [name, setName] = useState('')
  const [deletesKnown, setDeletesKnown] = useState(false)
  const [isLater, setLater] = useState(false)
  const [at, setAt] = useState(() => inputTime(now() + 3_600_000))
  const start = useStart()
  const writable = isWritable(summary.targetConnectionId)
  const count = sendableCount(summary)
  const deletes = keysDeleted(summary)
  const atMs = isLater ? new Date(at).getTime() : null
  const refusal = start.isPending ? 'Being started' : missing()
  function missing(): string | null {
    if (!summary.isTargetLocal && name !== summary.targetName) return `Type the cluster’s name: ${summary.targetName}`
    if (deletes > 0 && !deletesKnown) return `Confirm that ${deletesWords(deletes)}`
    return atMs !== null && !(atMs > now()) ? 'Choose a time to come' : null
  }
  const run = (): void => {
    if (!writable) return onArm(summary.targetConnectionId)
    if (refusal === null) start.mutate({ summary, confirmName: summary.isTargetLocal ? null : name, atMs, confirmDeletes: deletes }, { onSuccess: ({ jobId }) => onOpenJob(jobId) })
  }
  useCommands([{ id: 'replay.start', title: writable ? `Replay ${counted(count, 'record')}` : 'Arm the cluster to send', keys: ['Mod+Enter'], disabled: writable ? (refusal ?? undefined) : undefined, run }])
  const keys = useKeyLabel('replay.start')
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <form className="flex max-w-170 flex-col gap-4 px-5 py-4" onSubmit={(event) => (event.preventDefault(), run())}>
        <h2 className="text-title font-semibold">
          Replay {counted(count, 'record')} to {summary.targetName}
        </h2>
        <Consequences view={view} />
        <Problems view={view} />
        <div className="flex flex-col gap-2">
          <div className="flex items-center gap-2">
            <span className="text-n10">When</span>
            <Segments label="When" options={[{ value: 'now', label: 'Now' }, { value: 'later', label: 'At a time' }]} value={isLater ? 'later' : 'now'} onChange={(when) => setLater(when === 'later')} />
            {isLater && <input type="datetime-local" aria-label="Time of the replay" className={`${inputClass} w-52!`} value={at} onChange={(event) => setAt(event.target.value)} />}
          </div>
          {isLater && <p className="text-small text-n10">By this computer’s clock, and only while Headwater runs: up to 15 minutes late it still starts, after that it is told as missed. A remote cluster has to be armed at that time.</p>}
        </div>
        {!summary.isTargetLocal && writable && (
          <div className="max-w-80">
            <TextField label={`Type the cluster’s name to confirm: ${summary.targetName}`} mono autoFocus value={name} onChange={setName} />
          </div>
        )}
        {deletes > 0 && (
          <div className="flex flex-col gap-1 rounded-outer border border-warn/40 bg-warn-soft px-3 py-2">
            <Check label={`${deletesWords(deletes)}: I know`} isOn={deletesKnown} onChange={setDeletesKnown} />
            <p className="text-small text-n11">Their value is null and the target topic is compacted: it forgets those keys, and no dead letter brings them back. The dry run lists them.</p>
          </div>
        )}
        {start.error && <FailureNotice boxed failure={failureOf(start.error)} {...(failureOf(start.error).code === 'READ_ONLY' && { action: { label: 'Arm to send', run: () => onArm(summary.targetConnectionId) } })} />}
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" shortcut={keys} disabled={writable && refusal !== null} title={writable ? (refusal ?? undefined) : `${summary.targetName} is read-only.`}>
            <Send size={13} aria-hidden="true" />
            {writable ? `${isLater ? 'Schedule' : 'Replay'} ${counted(count, 'record')}` : 'Arm to send'}
          </Button>
          {!writable && <span className="text-n10">{summary.targetName} is read-only until you arm it. Then its name is asked for here.</span>}
        </div>
      </form>
    </div>
  )
}

/** They would be sent in vain: each counts as a failure. */
function Problems({ view }: { view: PlanView }): ReactNode {
  const { summary, actions } = view
  const leaveOut = useLeaveOutProblems(view)
  const count = summary.dryRun?.problems ?? 0
  if (count === 0) return null
  const { stopAfterFailures } = summary.options
  return (
    <Notice
      tone="bad"
      boxed
      message={`${counted(count, 'record')} cannot be sent and will be listed as failed.`}
      remedy={stopAfterFailures === null ? 'The others are sent all the same.' : `The replay pauses after ${counted(stopAfterFailures, 'failure')}: better leave them out, or repair them.`}
      action={{ label: 'Leave them out', busy: actions.isBusy, run: leaveOut }}
    />
  )
}

function Consequences({ view: { summary } }: { view: PlanView }): ReactNode {
  const nowMs = now()
  const skipped = summary.dryRun?.skipped ?? 0
  const lines = [
    stepWords('target', summary, nowMs).text,
    stepWords('repair', summary, nowMs).text,
    stepWords('pace', summary, nowMs).text,
    ...(skipped > 0 ? [`${formatCount(skipped)} of the plan ${skipped === 1 ? 'is' : 'are'} left out, as the dry run says.`] : []),
    summary.modeText,
    'Nothing is deleted from the dead-letter topic.',
  ]
  return (
    <div className="flex flex-col gap-3 select-text">
      <ul className="flex list-disc flex-col gap-1 pl-4">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={`flex items-start gap-2 rounded-outer border px-3 py-2 ${summary.isTargetLocal ? 'border-n7 bg-n3' : 'border-warn/40 bg-warn-soft'}`}>
        <Undo2 size={14} aria-hidden="true" className={`mt-0.5 shrink-0 ${summary.isTargetLocal ? 'text-n10' : 'text-warn'}`} />
        {summary.undoText}
      </p>
    </div>
  )
}

/** As a `datetime-local` wants it: the computer's own zone, to the minute. */
function inputTime(atMs: number): string {
  const date = new Date(atMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}
