// Copies failing cases with their neighbours to the local broker, masked where wanted, to try a fixed consumer against them. Nothing leaves this computer.
import { FlaskConical, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { SandboxPlan } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useSettled } from '../../ui/clock.ts'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { NumberInput } from './typed-inputs.tsx'
import { PlanItems } from './plan-items.tsx'
import type { PlanView, ReplayWindow } from './plan-view.ts'
import { type ReplayDraft, useReplayDraft } from './replay-draft.ts'
import { type SandboxInput, useDiscardPlan, useDryRun, usePlanActions, useSandboxPlan, useStartSandbox } from './replay.queries.ts'
import { StepForm, StepRow } from './step-form.tsx'

type Mask = SandboxInput['masks'][number]

/** The plan follows what is typed, once it rests. */
const PLAN_SETTLES_MS = 500

export function SandboxScreen({ draft, ...window }: ReplayWindow & { draft: ReplayDraft }): ReactNode {
  const { connections, onOpenJob, onOpenDeadLetters } = window
  const number = useReplayDraft((store) => store.number)
  const [neighbours, setNeighbours] = useState(10)
  const [masks, setMasks] = useState<readonly Mask[]>([])
  const wanted = useSettled(masks, PLAN_SETTLES_MS)
  const sandbox = useSandboxPlan(number, draft, neighbours, wanted.filter(({ path }) => path.trim() !== ''))
  const start = useStartSandbox()
  const made = sandbox.data
  const isKept = useRef(false)
  useUnusedPlans(made?.plan.planId, isKept)
  const [isLooking, setLooking] = useState(false)
  const failure = sandbox.error ?? start.error
  const source = connections.find(({ id }) => id === draft.connectionId)?.name ?? draft.connectionId
  const run = (): void => {
    if (!made) return
    isKept.current = true
    start.mutate({ planId: made.plan.planId }, { onSuccess: ({ jobId }) => onOpenJob(jobId), onError: () => (isKept.current = false) })
  }
  useCommands([{ id: 'replay.start-sandbox', title: 'Copy to the local broker', keys: ['Mod+Enter'], disabled: made && !start.isPending ? undefined : 'There is no plan of it yet', run }])
  const keys = useKeyLabel('replay.start-sandbox')
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Try in the sandbox</h1>
        <span className="flex-1" />
        {!isLooking && <Button onClick={onOpenDeadLetters}>Back</Button>}
        {made && <Button onClick={() => setLooking(!isLooking)}>{isLooking ? 'Back to the sandbox' : 'Look at each record'}</Button>}
        <Button variant="primary" shortcut={keys} disabled={!made || start.isPending} onClick={run}>
          <FlaskConical size={13} aria-hidden="true" />
          {made ? `Copy ${counted(made.cases, 'case')}` : 'Copy'}
        </Button>
      </Toolbar>
      {failure !== null && <FailureNotice failure={failureOf(failure)} action={{ label: 'Try again', run: () => void sandbox.refetch() }} />}
      {isLooking && made ? (
        <SandboxItems key={made.plan.planId} {...window} plan={made} />
      ) : (
        <StepForm isStarted={start.isPending} intro={`Copies the cases from ${source} to the broker on this computer, with the records around them, so that a fixed consumer can be tried. Nothing is written to ${source}.`}>
          <StepRow title="Neighbours">
            <p className="flex items-center gap-2">
              <NumberInput label="Records of the same key around each case" value={neighbours} least={0} most={1_000} onChange={(count) => setNeighbours(count ?? 0)} />
              records of the same key around each case
            </p>
          </StepRow>
          <StepRow title="Masking">
            <Masks masks={masks} onChange={setMasks} />
          </StepRow>
          <StepRow title="That makes">{made ? <Made plan={made} /> : failure === null && <SkeletonRows label="Planning the sandbox" rows={4} />}</StepRow>
        </StepForm>
      )}
    </>
  )
}

/** What would be copied, before and after masking, to be looked at and not to be changed. */
function SandboxItems({ plan: { plan: summary }, ...window }: ReplayWindow & { plan: SandboxPlan }): ReactNode {
  const actions = usePlanActions(summary.planId)
  const dryRun = useDryRun(summary.planId, () => {})
  const view: PlanView = { ...window, summary, options: summary.options, actions, dryRun, changeOptions: () => {}, onStep: () => {}, onEdit: () => {}, isStarted: true }
  return <PlanItems view={view} verdict={null} hasVerdicts={false} empty="There is nothing to copy." />
}

/** A plan that another has taken the place of, or that was not started when the screen is left, is of no use to anybody. */
function useUnusedPlans(planId: string | undefined, isKept: { current: boolean }): void {
  const discard = useDiscardPlan()
  const before = useRef<string>(undefined)
  const replace = useEffectEvent((next: string) => {
    if (before.current !== undefined && before.current !== next) discard.mutate(before.current)
    before.current = next
  })
  const leave = useEffectEvent(() => {
    if (before.current !== undefined && !isKept.current) discard.mutate(before.current)
  })
  useEffect(() => {
    if (planId !== undefined) replace(planId)
  }, [planId])
  useEffect(() => () => leave(), [])
}

const HOWS: { value: Mask['how']; label: string }[] = [
  { value: 'hash', label: 'Hash: equal values stay equal' },
  { value: 'redact', label: 'Redact' },
  { value: 'keep-length', label: 'Keep the length only' },
]

function Masks({ masks, onChange }: { masks: readonly Mask[]; onChange: (masks: Mask[]) => void }): ReactNode {
  const edit = (at: number, change: Partial<Mask>): void => onChange(masks.map((mask, each) => (each === at ? { ...mask, ...change } : mask)))
  return (
    <>
      {masks.length === 0 && <p className="pt-0.5 text-n10">Keys, headers and values are copied as they are. They stay on this computer.</p>}
      {masks.length > 0 && <p className="pt-0.5 text-n10">Masks change values only: keys and headers are copied as they are.</p>}
      {masks.map((mask, at) => (
        // Rules have no identity but their place.
        // oxlint-disable-next-line no-array-index-key
        <div key={at} className="flex max-w-140 items-center gap-2">
          <input aria-label={`Path of mask ${at + 1}`} placeholder="$.customer.email" spellCheck={false} className={`${inputClass} font-mono text-mono`} value={mask.path} onChange={(event) => edit(at, { path: event.target.value })} />
          <Select label={`How mask ${at + 1} hides`} className="w-56" options={HOWS} value={mask.how} onChange={(how) => edit(at, { how })} />
          <IconButton label={`Remove mask ${at + 1}`} onClick={() => onChange(masks.filter((_, each) => each !== at))}>
            <Trash2 size={13} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...masks, { path: '', how: 'hash' }])}>
          <Plus size={13} aria-hidden="true" />
          Mask a field
        </Button>
      </div>
    </>
  )
}

function Made({ plan: { topics, cases, neighbours, sizeBytes, notes } }: { plan: SandboxPlan }): ReactNode {
  return (
    <div className="flex flex-col gap-2 select-text">
      <p>
        {counted(cases, 'case')} and {counted(neighbours, 'neighbour')}, {formatBytes(sizeBytes)}.
      </p>
      <table className="w-full max-w-150 text-left">
        <thead className="text-small text-n10">
          <tr className="h-6">
            <th className="font-medium">Topic there</th>
            <th className="font-medium">Local topic</th>
            <th className="w-24 pr-3 text-right font-medium">Partitions</th>
            <th className="font-medium">State</th>
          </tr>
        </thead>
        <tbody>
          {topics.map(({ source, local, partitionCount, exists, configs }) => (
            <tr key={local} className="h-6.5 border-t border-n4">
              <td className="font-mono text-mono">{source}</td>
              <td className="font-mono text-mono">{local}</td>
              <td className="pr-3 text-right tabular-nums">{formatCount(partitionCount)}</td>
              <td className="text-n10" title={configs.map(({ name, value }) => `${name}=${value}`).join('\n')}>
                {exists ? 'is there' : configs.length === 0 ? 'will be made' : `will be made, ${counted(configs.length, 'config')} as there`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.map((note) => (
        <p key={note} className="text-n10">
          {note}
        </p>
      ))}
      <p className="text-n10">Afterwards the replay shows per case whether your consumer took it, and can promote those to the real cluster.</p>
    </div>
  )
}
