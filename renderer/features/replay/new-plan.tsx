// Freezes what was chosen on another screen as a plan, and opens it. Nothing is sent by that.
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { EmptyState, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import type { ReplayWindow } from './plan-view.ts'
import { type ReplayDraft, useReplayDraft } from './replay-draft.ts'
import { MOST_ITEMS, USUAL_MAX_ITEMS, useNewPlan } from './replay.queries.ts'
import { SandboxScreen } from './sandbox-screen.tsx'

export function NewPlanScreen(props: ReplayWindow): ReactNode {
  const draft = useReplayDraft((store) => store.draft)
  const number = useReplayDraft((store) => store.number)
  if (draft === null) return <NothingChosen {...props} />
  return draft.intent === 'sandbox' ? <SandboxScreen key={number} {...props} draft={draft} /> : <Planning key={number} {...props} draft={draft} number={number} />
}

function NothingChosen({ onOpenDeadLetters, onOpenJobs }: ReplayWindow): ReactNode {
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">New replay</h1>
      </Toolbar>
      <EmptyState
        title="Nothing is chosen to be replayed"
        actions={
          <>
            <Button variant="primary" onClick={onOpenDeadLetters}>
              Choose dead letters
            </Button>
            <Button onClick={onOpenJobs}>Replays so far</Button>
          </>
        }
      >
        <p className="text-n10">Choose records or a group of failures under Dead letters and press R. What was chosen before the window was loaded anew has to be chosen again.</p>
      </EmptyState>
    </>
  )
}

function Planning({ draft, number, onOpenPlan, onOpenDeadLetters }: ReplayWindow & { draft: ReplayDraft; number: number }): ReactNode {
  const [maxItems, setMaxItems] = useState(USUAL_MAX_ITEMS)
  const query = useNewPlan(number, { draft, targetConnectionId: draft.connectionId, maxItems, includeReplayed: false })
  const keep = useReplayDraft((store) => store.keep)
  const planId = query.data?.planId
  const open = useEffectEvent((made: string) => {
    keep(made, draft)
    onOpenPlan(made)
  })
  useEffect(() => {
    if (planId !== undefined) open(planId)
  }, [planId])
  const failure = query.error && failureOf(query.error)
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">New replay</h1>
        {query.isFetching && <span className="text-n10">Freezing what was chosen…</span>}
      </Toolbar>
      {failure ? (
        <NotPlanned failure={failure} mayPlanMore={maxItems < MOST_ITEMS} onMore={() => setMaxItems(MOST_ITEMS)} onAgain={() => void query.refetch()} onBack={onOpenDeadLetters} />
      ) : (
        <SkeletonRows label="Making the plan" rows={20} />
      )}
    </>
  )
}

interface NotPlannedProps {
  failure: Failure
  mayPlanMore: boolean
  onMore: () => void
  onAgain: () => void
  onBack: () => void
}

function NotPlanned({ failure, mayPlanMore, onMore, onAgain, onBack }: NotPlannedProps): ReactNode {
  const isTooMany = failure.code === 'INVALID_INPUT' && mayPlanMore
  return (
    <>
      <FailureNotice failure={failure} />
      <div className="flex gap-2 p-4">
        {isTooMany ? (
          <Button variant="primary" onClick={onMore}>
            Plan up to {formatCount(MOST_ITEMS)} records
          </Button>
        ) : (
          <Button variant="primary" onClick={onAgain}>
            Try again
          </Button>
        )}
        <Button onClick={onBack}>Back to dead letters</Button>
      </div>
    </>
  )
}
