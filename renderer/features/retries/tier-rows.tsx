// The tiers of a policy in a form: a delay each, a name where one is wanted.
import { Plus, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { RetryPolicyDraft, RetryProblem } from '../../../core/contract/retries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { formatDelay, parseDelay } from './delay-text.ts'
import { changedTier, orNull, problemOf, withoutTier, withTier } from './policy-draft.ts'

export interface TierRowsProps {
  draft: RetryPolicyDraft
  problems: readonly RetryProblem[]
  onChange: (draft: RetryPolicyDraft) => void
}

const MAX_TIERS = 20

export function TierRows({ draft, problems, onChange }: TierRowsProps): ReactNode {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-small font-medium text-n10">Tiers: how long a record waits before each further attempt</legend>
      {draft.tiers.map((tier, at) => (
        // Tiers have no identity but their place.
        // oxlint-disable-next-line no-array-index-key
        <div key={at} className="flex items-start gap-2">
          <span className="w-10 shrink-0 pt-1.5 text-small text-n10">Tier {at + 1}</span>
          <DelayField at={at} delayMs={tier.delayMs} problem={problemOf(problems, `tiers.${at}.delayMs`)} onChange={(delayMs) => onChange(changedTier(draft, at, { delayMs }))} />
          <div className="min-w-0 flex-1">
            <TextField
              label="Topic"
              mono
              placeholder="follows the names"
              value={tier.topic ?? ''}
              error={problemOf(problems, `tiers.${at}.topic`)}
              onChange={(topic) => onChange(changedTier(draft, at, { topic: orNull(topic) }))}
            />
          </div>
          <span className="pt-5">
            <IconButton label={`Remove tier ${at + 1}`} disabled={draft.tiers.length === 1} onClick={() => onChange(withoutTier(draft, at))}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </span>
        </div>
      ))}
      <Button className="self-start" disabled={draft.tiers.length >= MAX_TIERS} onClick={() => onChange(withTier(draft))}>
        <Plus size={13} aria-hidden="true" /> Add a tier
      </Button>
    </fieldset>
  )
}

/** What was typed stays as it was typed, while it means the delay that is chosen. */
function DelayField({ at, delayMs, problem, onChange }: { at: number; delayMs: number; problem: string | undefined; onChange: (delayMs: number) => void }): ReactNode {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed !== null && (parseDelay(typed) === null || parseDelay(typed) === delayMs) ? typed : formatDelay(delayMs)
  const isNone = parseDelay(text) === null
  return (
    <div className="w-26 shrink-0">
      <TextField
        label="Delay"
        aria-label={`Delay of tier ${at + 1}`}
        value={text}
        error={isNone ? 'Such as 5s, 10 min, 1h 30m.' : problem}
        onChange={(next) => {
          setTyped(next)
          const parsed = parseDelay(next)
          if (parsed !== null) onChange(parsed)
        }}
      />
    </div>
  )
}
