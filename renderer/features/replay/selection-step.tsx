// Which records will be replayed: frozen, in order, each to be looked at; and which were left out, and why.
import { type ReactNode, useState } from 'react'
import { counted, formatCount } from '../../format/numbers.ts'
import { toldTimes } from '../../format/told-times.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { now, useNow } from '../../ui/clock.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { relativeTime } from '../../format/times.ts'
import { PlanItems } from './plan-items.tsx'
import type { PlanView } from './plan-view.ts'
import { useReplayDraft } from './replay-draft.ts'
import { MOST_ITEMS, useDiscardPlan, useMakePlan } from './replay.queries.ts'

export function SelectionStep({ view }: { view: PlanView }): ReactNode {
  const { summary } = view
  const nowMs = useNow(10_000)
  return (
    <>
      <div className="flex shrink-0 flex-col gap-1 border-b border-n6 px-4 py-2">
        <p className="text-n11">
          Frozen {relativeTime(summary.createdAtMs, nowMs)}: what fails from now on is not in it. Sent in this order; the dead letters stay where they are.
        </p>
        <Excluded view={view} />
      </div>
      <PlanItems view={view} verdict={null} hasVerdicts={false} empty="Nothing of what was chosen is left to be replayed." />
    </>
  )
}

function Excluded({ view: { summary, isStarted, onOpenPlan } }: { view: PlanView }): ReactNode {
  const draft = useReplayDraft((store) => store.planned[summary.planId])
  const keep = useReplayDraft((store) => store.keep)
  const make = useMakePlan()
  const discard = useDiscardPlan()
  const [asked, setAsked] = useState<string | null>(null)
  const excluded = summary.excluded.filter(({ count }) => count > 0)
  if (excluded.length === 0) return null
  const planAgain = (code: string): void => {
    if (!draft) return
    setAsked(code)
    make.mutate(
      { draft, targetConnectionId: summary.targetConnectionId, maxItems: MOST_ITEMS, includeReplayed: code === 'already-replayed' },
      {
        onSuccess: ({ planId }) => {
          discard.mutate(summary.planId)
          keep(planId, draft)
          onOpenPlan(planId)
        },
      },
    )
  }
  return (
    <>
      {excluded.map(({ code, text, count }) => (
        <p key={code} className="flex items-center gap-2 text-n11">
          <span>
            <span className="font-medium tabular-nums">{formatCount(count)}</span> left out: {toldTimes(text, now())}
          </span>
          {MAY_BE_INCLUDED.has(code) && draft && !isStarted && (
            <Button disabled={make.isPending} onClick={() => planAgain(code)}>
              Include {count === 1 ? 'it' : counted(count, 'record')}
            </Button>
          )}
        </p>
      ))}
      {make.error && asked !== null && <FailureNotice boxed failure={failureOf(make.error)} />}
    </>
  )
}

const MAY_BE_INCLUDED: ReadonlySet<string> = new Set(['already-replayed'])
