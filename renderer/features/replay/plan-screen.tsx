// A replay from its plan to its start, on one page: what each step comes to at the left, the step itself at the right.
import { Send, ShieldAlert, Stethoscope } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { PlanSummary } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { isMissing, QueryMissing } from '../../rpc/query-missing.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { DryRunStep } from './dry-run-step.tsx'
import { PaceStep } from './pace-step.tsx'
import { PlanMenu } from './plan-menu.tsx'
import { StepList } from './plan-steps.tsx'
import type { PlanView, ReplayWindow } from './plan-view.ts'
import { nextAct, type Step, STEPS } from './plan-words.ts'
import { RecordEditor } from './record-editor.tsx'
import { RepairStep } from './repair-step.tsx'
import { useReplayDraft } from './replay-draft.ts'
import { type DryRun, useDryRun, usePlan, usePlanActions } from './replay.queries.ts'
import { SelectionStep } from './selection-step.tsx'
import { TargetStep } from './target-step.tsx'

export function PlanScreen({ planId, ...props }: ReplayWindow & { planId: string }): ReactNode {
  const query = usePlan(planId)
  const missing = { query, why: 'It may have been discarded, or belong to another Headwater.', back: 'All replays', onBack: props.onOpenJobs }
  if (isMissing(query)) return <QueryMissing {...missing} />
  return (
    <>
      <QueryFailure query={query} />
      {query.data ? <Plan key={planId} {...props} summary={query.data} /> : query.isPending && <SkeletonRows label="Reading the plan" rows={20} />}
    </>
  )
}

function Plan({ summary, ...props }: ReplayWindow & { summary: PlanSummary }): ReactNode {
  const { planId } = summary
  const intent = useReplayDraft((store) => store.planned[planId]?.intent)
  const [step, setStep] = useState<Step>(intent === 'repair' ? 'repair' : 'selection')
  const [edited, setEdited] = useState<number | null>(intent === 'edit' && summary.itemCount > 0 ? 0 : null)
  const actions = usePlanActions(planId)
  const dryRun = useDryRun(planId, () => setStep('dry-run'))
  const options = actions.wanted ?? summary.options
  const isStarted = summary.jobId !== null
  const view: PlanView = {
    ...props,
    summary,
    options,
    actions,
    dryRun,
    isStarted,
    changeOptions: (change) => actions.change({ options: { ...options, ...change } }),
    onStep: setStep,
    onEdit: setEdited,
  }
  return (
    <>
      <PlanToolbar view={view} step={step} isEditing={edited !== null} />
      {actions.failure && <FailureNotice failure={actions.failure} />}
      {dryRun.failure && <FailureNotice failure={dryRun.failure} action={{ label: 'Try again', run: dryRun.start }} />}
      {summary.warnings.map(({ code, text }) => (
        <Notice key={code} tone="warn" message={text} />
      ))}
      <div className="flex min-h-0 flex-1">
        <StepList summary={summary} step={edited === null ? step : 'repair'} onStep={(next) => (setEdited(null), setStep(next))} />
        <section aria-label={edited === null ? step : 'Edit a record'} className="flex min-h-0 min-w-0 flex-1 flex-col">
          {edited === null ? <StepBody view={view} step={step} /> : <RecordEditor key={edited} view={view} index={edited} onIndex={setEdited} onClose={() => setEdited(null)} />}
        </section>
      </div>
    </>
  )
}

function StepBody({ view, step }: { view: PlanView; step: Step }): ReactNode {
  switch (step) {
    case 'selection':
      return <SelectionStep view={view} />
    case 'target':
      return <TargetStep view={view} />
    case 'repair':
      return <RepairStep view={view} />
    case 'pace':
      return <PaceStep view={view} />
    case 'dry-run':
      return <DryRunStep view={view} />
    case 'confirm':
      return <ConfirmStep view={view} />
  }
}

function PlanToolbar({ view, step, isEditing }: { view: PlanView; step: Step; isEditing: boolean }): ReactNode {
  const { summary, dryRun, onOpenJobs, onStep } = view
  const at = STEPS.indexOf(step)
  useCommands([
    { id: 'replay.next-step', title: 'Next step of the plan', keys: [']'], disabled: at === STEPS.length - 1 ? 'This is the last step' : undefined, run: () => onStep(STEPS[at + 1]!) },
    { id: 'replay.previous-step', title: 'Step of the plan before', keys: ['['], disabled: at === 0 ? 'This is the first step' : undefined, run: () => onStep(STEPS[at - 1]!) },
    { id: 'replay.dry-run', title: 'Run the plan dry', keys: ['Shift+D'], disabled: view.isStarted ? 'It has been started' : undefined, run: dryRun.start },
    { id: 'replay.stop', title: 'Stop the dry run', keys: ['Mod+.'], disabled: dryRun.isRunning ? undefined : 'None is under way', run: dryRun.stop },
  ])
  return (
    <Toolbar>
      <Breadcrumb list="Replays" name={summary.name || 'New replay'} onBack={onOpenJobs} />
      {view.isStarted && <Badge tone="accent">started</Badge>}
      <span className="flex-1" />
      {dryRun.isRunning && <DryRunProgress dryRun={dryRun} />}
      {/* The step itself starts it, and the editor has a verb of its own. */}
      {step !== 'confirm' && !isEditing && <NextButton view={view} />}
      <PlanMenu view={view} />
    </Toolbar>
  )
}

function DryRunProgress({ dryRun: { event, stop } }: { dryRun: DryRun }): ReactNode {
  const text = event === null ? 'Starting the dry run' : `${event.step}: ${formatCount(event.checked)} of ${counted(event.total, 'record')}`
  return (
    <>
      <Progress label="Dry run" done={event === null || event.total === 0 ? null : event.checked / event.total} text={text} />
      <Button onClick={stop}>Stop</Button>
    </>
  )
}

/** The one thing that is to be done next; it says what that is. */
function NextButton({ view: { summary, dryRun, actions, onStep, onOpenJob } }: { view: PlanView }): ReactNode {
  const act = nextAct(summary)
  const isBusy = dryRun.isRunning || actions.isBusy
  const run = (): void => {
    if (act.kind === 'dry-run') dryRun.start()
    else if (act.kind === 'confirm') onStep('confirm')
    else if (act.kind === 'open-job') onOpenJob(act.jobId)
  }
  const title = { 'dry-run': 'Run the plan dry', confirm: 'Go on to the confirmation', 'open-job': 'Open the replay', none: 'Nothing to do' }[act.kind]
  useCommands([{ id: 'replay.next', title, keys: ['Mod+Enter'], disabled: act.kind === 'none' ? act.why : isBusy ? 'Something is under way' : undefined, run }])
  const keys = useKeyLabel('replay.next')
  if (act.kind === 'none')
    return (
      <span className="flex items-center gap-1.5 text-warn">
        <ShieldAlert size={14} aria-hidden="true" />
        {act.why}
        {summary.itemCount > 0 && (
          <Button variant="primary" className="ml-1.5" onClick={() => onStep('repair')}>
            Repair…
          </Button>
        )}
      </span>
    )
  const words = { 'dry-run': 'Dry run', confirm: act.kind === 'confirm' ? `Replay ${counted(act.count, 'record')}…` : '', 'open-job': 'Open the replay' }[act.kind]
  return (
    <Button variant="primary" shortcut={keys} disabled={isBusy} onClick={run} title={act.kind === 'dry-run' ? 'Does everything but sending, and says what would become of each record.' : undefined}>
      {act.kind === 'dry-run' ? <Stethoscope size={13} aria-hidden="true" /> : <Send size={13} aria-hidden="true" />}
      {words}
    </Button>
  )
}
