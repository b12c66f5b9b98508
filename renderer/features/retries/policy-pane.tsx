// One policy: what it is doing, its ladder, what waits, consumers to try it with, and code to use it.
import { type ReactNode, useState } from 'react'
import type { PendingRetry, RetryPolicy } from '../../../core/contract/retries.ts'
import { counted } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { Facts, Fact } from '../../ui/facts.tsx'
import { Notice, Toolbar } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { formatDelay } from './delay-text.ts'
import { DeletePolicyDialog } from './delete-policy-dialog.tsx'
import { Ladder } from './ladder.tsx'
import { PolicyCode } from './policy-code.tsx'
import { dialectWords } from './policy-draft.ts'
import { policyTitle, STATE_TONES, STATE_WORDS, waitingIn } from './policy-words.ts'
import { useDismissPolicy, useFireNow, usePausePolicy, useResumePolicy, useWarp } from './retries.queries.ts'
import { SimulatorPanel } from './simulator-panel.tsx'
import { tellFailure } from './tell.ts'
import { WaitingRecords } from './waiting-records.tsx'
import { WarpButton } from './warp-button.tsx'

export interface PolicyPaneProps {
  policy: RetryPolicy
  onEdit: () => void
  onGone: () => void
  onOpenTopic: (topic: string) => void
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
  onOpenGroup: (groupId: string) => void
}

type Side = 'waiting' | 'consumers' | 'code'

export function PolicyPane({ policy, onEdit, onGone, onOpenTopic, onOpenRecord, onOpenGroup }: PolicyPaneProps): ReactNode {
  const [side, setSide] = useViewState<Side>('local/retries', 'side', 'waiting')
  const [topic, setTopic] = useState<string | null>(null)
  const [isDeleting, setIsDeleting] = useState(false)
  const acts = usePolicyActs(policy, onGone)
  const { policyId } = policy
  const waiting = waitingIn(policy)
  const chooseTopic = (next: string | null): void => (setTopic(next), setSide('waiting'))
  return (
    <>
      <PolicyToolbar policy={policy} waiting={waiting} acts={acts} onEdit={onEdit} onDelete={() => setIsDeleting(true)} />
      {policy.reason !== null && (
        <Notice
          tone="warn"
          message={policy.reason}
          {...(policy.state === 'paused' && { action: { label: 'Resume', run: acts.resume } })}
          {...(policy.state === 'deleted' && { action: { label: 'Dismiss', run: acts.dismiss } })}
        />
      )}
      <PolicyFacts policy={policy} />
      <Ladder policy={policy} topic={topic} onTopic={chooseTopic} onOpenTopic={onOpenTopic} onFire={(of) => acts.fireAll(of)} />
      <Tabs<Side>
        label="Of this policy"
        value={side}
        onChange={setSide}
        tabs={[
          { id: 'waiting', label: 'Waiting', content: <WaitingRecords policyId={policyId} topic={topic} onAllTopics={() => setTopic(null)} onFire={acts.fire} onOpenRecord={onOpenRecord} /> },
          { id: 'consumers', label: 'Try it', content: <SimulatorPanel policy={policy} onOpenGroup={onOpenGroup} /> },
          { id: 'code', label: 'Client code', content: <PolicyCode policy={policy} /> },
        ]}
      />
      {isDeleting && <DeletePolicyDialog policy={policy} waiting={waiting} onGone={onGone} onClose={() => setIsDeleting(false)} />}
    </>
  )
}

interface PolicyActs {
  pause: () => void
  resume: () => void
  dismiss: () => void
  fireAll: (topic: string | null) => void
  fire: (records: readonly PendingRetry[]) => void
  warp: (byMs: number) => void
}

function usePolicyActs({ policyId }: RetryPolicy, onGone: () => void): PolicyActs {
  const [pause, resume, dismiss, fireNow, warp] = [usePausePolicy(), useResumePolicy(), useDismissPolicy(), useFireNow(), useWarp()]
  const fired = ({ records }: { records: number }): void => void toast({ tone: 'good', message: `${counted(records, 'record')} made due.`, replaces: 'fired' })
  return {
    pause: () => pause.mutate({ policyId }, { onError: tellFailure }),
    resume: () => resume.mutate({ policyId }, { onError: tellFailure }),
    dismiss: () => dismiss.mutate({ policyId }, { onSuccess: onGone, onError: tellFailure }),
    fireAll: (topic) => fireNow.mutate({ policyId, records: null, topic }, { onSuccess: fired, onError: tellFailure }),
    fire: (records) => fireNow.mutate({ policyId, topic: null, records: records.map(({ topic, partition, offset }) => ({ topic, partition, offset })) }, { onSuccess: fired, onError: tellFailure }),
    warp: (byMs) => {
      const onSuccess = ({ records }: { records: number }): void => void toast({ tone: 'good', message: `${counted(records, 'waiting record')} brought forward by ${formatDelay(byMs)}.`, replaces: 'warped' })
      warp.mutate({ policyId, byMs }, { onSuccess, onError: tellFailure })
    },
  }
}

interface PolicyToolbarProps {
  policy: RetryPolicy
  waiting: number
  acts: PolicyActs
  onEdit: () => void
  onDelete: () => void
}

function PolicyToolbar({ policy, waiting, acts, onEdit, onDelete }: PolicyToolbarProps): ReactNode {
  const { state } = policy
  const isGone = state === 'deleted'
  useCommands([
    { id: 'retries.fireAll', title: 'Fire everything that waits now', keys: ['Shift+F'], run: () => acts.fireAll(null), disabled: waiting === 0 ? 'Nothing waits.' : undefined },
    { id: 'retries.edit', title: 'Edit the policy', keys: ['E'], run: onEdit, disabled: isGone ? 'The policy was deleted.' : undefined },
    { id: 'retries.pause', title: state === 'paused' ? 'Resume the policy' : 'Pause the policy', keys: ['P'], run: state === 'paused' ? acts.resume : acts.pause, disabled: isGone ? 'The policy was deleted.' : undefined },
  ])
  return (
    <Toolbar>
      <h2 className="min-w-0 truncate font-semibold" title={policyTitle(policy)}>
        {policyTitle(policy)}
      </h2>
      <Badge tone={STATE_TONES[state]}>{STATE_WORDS[state]}</Badge>
      <span className="flex-1" />
      <Button disabled={waiting === 0} onClick={() => acts.fireAll(null)}>
        Fire all now
      </Button>
      <WarpButton disabled={waiting === 0} onWarp={acts.warp} />
      {!isGone && (
        <>
          <Button onClick={state === 'paused' ? acts.resume : acts.pause}>{state === 'paused' ? 'Resume' : 'Pause'}</Button>
          <Button onClick={onEdit}>Edit…</Button>
          <Button onClick={onDelete}>Delete…</Button>
        </>
      )}
    </Toolbar>
  )
}

function PolicyFacts({ policy: { draft, warpedMs, worstLatenessMs } }: { policy: RetryPolicy }): ReactNode {
  return (
    <Facts>
      <Fact name="Attempts">{draft.maxAttempts}</Fact>
      <Fact name="Records come back">{draft.mode === 'forward' ? (draft.group === null ? 'to the source' : `to ${draft.group} alone`) : 'in the tiers themselves'}</Fact>
      <Fact name="Headers">{dialectWords(draft.headerDialect)}</Fact>
      <Fact name="Overdue">{draft.ratePerSecond === null ? 'all at once' : `${draft.ratePerSecond}/s`}</Fact>
      <Fact name="At most late by">
        <span title="How late a record went on at most, since Headwater started and while it ran">{formatDelay(Math.round(worstLatenessMs))}</span>
      </Fact>
      {warpedMs > 0 && <Fact name="Time warp so far">{formatDelay(warpedMs)}</Fact>}
    </Facts>
  )
}
