// Makes or changes a policy: what a person chooses on the left, what saving would create on the right, as they type.
import { type ReactNode, useMemo, useState } from 'react'
import type { RetryPolicy, RetryPolicyDraft } from '../../../core/contract/retries.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { useSettled } from '../../ui/clock.ts'
import { useCommands } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { Toolbar } from '../../ui/states.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { DIALECTS, NAMINGS, NEW_DRAFT, orNull, problemOf, withNaming } from './policy-draft.ts'
import { PolicyPreview } from './policy-preview.tsx'
import { policyTitle } from './policy-words.ts'
import { usePreview, useSavePolicy } from './retries.queries.ts'
import { TierRows } from './tier-rows.tsx'

export interface PolicyFormProps {
  /** null = a new one. */
  policy: RetryPolicy | null
  topics: readonly string[]
  onSaved: (policyId: string) => void
  onCancel: () => void
}

/** Long enough not to ask with every letter. */
const SETTLE_MS = 200

export function PolicyForm({ policy, topics, onSaved, onCancel }: PolicyFormProps): ReactNode {
  const [draft, setDraft] = useState<RetryPolicyDraft>(policy?.draft ?? NEW_DRAFT)
  const policyId = policy?.policyId ?? null
  const preview = usePreview(policyId, useSettled(draft, SETTLE_MS))
  const save = useSavePolicy()
  const problems = useMemo(() => (draft.source === '' ? [] : (preview.data?.problems ?? [])), [draft.source, preview.data])
  const submit = (): void => save.mutate({ policyId, draft }, { onSuccess: (saved) => onSaved(saved.policyId) })
  const maySave = draft.source !== '' && problems.length === 0 && !save.isPending
  useCommands([
    { id: 'retries.save', title: 'Save the policy', keys: ['Mod+Enter'], run: () => maySave && submit(), disabled: maySave ? undefined : 'Something in the form is missing or wrong.' },
    { id: 'retries.cancel', title: 'Leave the form', keys: ['Escape'], run: onCancel },
  ])
  const change = (changes: Partial<RetryPolicyDraft>): void => setDraft({ ...draft, ...changes })
  return (
    <>
      <Toolbar>
        <h2 className="font-semibold">{policy === null ? 'New retry policy' : `Edit the policy of ${policyTitle(policy)}`}</h2>
        <span className="flex-1" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" disabled={!maySave} aria-busy={save.isPending} shortcut="Ctrl+Enter" onClick={submit}>
          {policy === null ? 'Create topics and policy' : 'Save changes'}
        </Button>
      </Toolbar>
      {save.error && <FailureNotice failure={failureOf(save.error)} />}
      <div className="flex min-h-0 flex-1">
        <form
          aria-label="Retry policy"
          noValidate
          className="flex w-110 shrink-0 flex-col gap-3 overflow-auto border-r border-n6 p-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (maySave) submit()
          }}
        >
          {policy === null ? (
            <SuggestField label="Source topic" placeholder="The topic whose consumers fail" suggestions={topics} value={draft.source} error={problemOf(problems, 'source')} onChange={(source) => change({ source })} />
          ) : (
            <p className="text-small text-n10">
              Source <span className="font-mono text-mono text-n12">{draft.source}</span>. Source, group and way of delivery stay; make another policy for others.
            </p>
          )}
          {policy === null && <Delivery draft={draft} problem={problemOf(problems, 'group')} change={change} />}
          <TierRows draft={draft} problems={problems} onChange={setDraft} />
          <Numbers draft={draft} problems={problems} change={change} />
          <Names draft={draft} problems={problems} change={change} onNaming={(naming) => setDraft(withNaming(draft, naming))} />
          <button type="submit" className="sr-only" tabIndex={-1}>
            Save
          </button>
        </form>
        <PolicyPreview preview={preview} problems={problems} draft={draft} />
      </div>
    </>
  )
}

type Change = (changes: Partial<RetryPolicyDraft>) => void

function Delivery({ draft, problem, change }: { draft: RetryPolicyDraft; problem: string | undefined; change: Change }): ReactNode {
  return (
    <>
      <Field label="How records come back" hint={draft.mode === 'forward' ? 'Headwater puts them back when they are due; a consumer reads one topic as before.' : 'Consumers read the tiers too; a record appears there when its delay is over.'}>
        {() => (
          <Segments
            label="How records come back"
            options={[{ value: 'forward', label: 'Forwarded' }, { value: 'delayed-topics', label: 'Delayed topics' }]}
            value={draft.mode}
            onChange={(mode) => change({ mode })}
          />
        )}
      </Field>
      <TextField
        label="Only for the group (optional)"
        mono
        value={draft.group ?? ''}
        error={problem}
        hint="Then the others that read the source do not get the record again."
        onChange={(group) => change({ group: orNull(group) })}
      />
    </>
  )
}

interface PartProps {
  draft: RetryPolicyDraft
  problems: Parameters<typeof problemOf>[0]
  change: Change
}

function Numbers({ draft, problems, change }: PartProps): ReactNode {
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="Attempts in all"
        inputMode="numeric"
        value={String(draft.maxAttempts)}
        error={problemOf(problems, 'maxAttempts')}
        hint="The first one counts."
        onChange={(text) => change({ maxAttempts: Number(text.replaceAll(/\D/g, '')) })}
      />
      <TextField
        label="Overdue records a second"
        inputMode="numeric"
        placeholder="all at once"
        value={draft.ratePerSecond === null ? '' : String(draft.ratePerSecond)}
        error={problemOf(problems, 'ratePerSecond')}
        hint="After Headwater was closed for a while."
        onChange={(text) => change({ ratePerSecond: text.trim() === '' ? null : Number(text.replaceAll(/\D/g, '')) })}
      />
    </div>
  )
}

function Names({ draft, problems, change, onNaming }: PartProps & { onNaming: (naming: RetryPolicyDraft['naming']) => void }): ReactNode {
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Names of the topics">{({ id }) => <Select id={id} label="Names of the topics" className="w-full" options={NAMINGS} value={draft.naming} onChange={onNaming} />}</Field>
        <Field label="Headers">
          {({ id }) => <Select id={id} label="Headers" className="w-full" options={DIALECTS} value={draft.headerDialect} onChange={(headerDialect) => change({ headerDialect })} />}
        </Field>
      </div>
      <TextField
        label="Topic for failed records"
        mono
        placeholder="follows the names"
        value={draft.ingressTopic ?? ''}
        error={problemOf(problems, 'ingressTopic')}
        onChange={(text) => change({ ingressTopic: orNull(text) })}
      />
      <TextField
        label="Dead-letter topic"
        mono
        placeholder="follows the names"
        value={draft.deadLetterTopic ?? ''}
        error={problemOf(problems, 'deadLetterTopic')}
        onChange={(text) => change({ deadLetterTopic: orNull(text) })}
      />
      <Field label="Partition" hint={draft.partition === 'same' ? 'A record keeps its partition’s number where the topic has it.' : 'By key, as Kafka’s clients choose it.'}>
        {() => (
          <Segments label="Partition" options={[{ value: 'same', label: 'Same number' }, { value: 'key', label: 'By key' }]} value={draft.partition} onChange={(partition) => change({ partition })} />
        )}
      </Field>
    </>
  )
}
