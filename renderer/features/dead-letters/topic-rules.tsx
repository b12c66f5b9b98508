// Rules about topics: which hold dead letters, which are tiers of a ladder, which only look like it.
import { Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { TopicMapping } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { type RuleChanges, useDialects, useMappings, useRuleChanges, useTopicNames } from './dead-letters.queries.ts'
import { ROLES } from './failure-words.ts'
import { emptyMapping, mappingWords, readPattern } from './rule-words.ts'

export function TopicRules({ connectionId, topic }: { connectionId: string; topic: string | null }): ReactNode {
  const mappings = useMappings(connectionId)
  const changes = useRuleChanges(connectionId)
  const known = mappings.data ?? NONE
  const [draft, setDraft] = useState<TopicMapping | null>(topic === null ? null : emptyMapping(newId(), topic))
  return (
    <>
      <QueryFailure query={mappings} />
      {known.length > 0 && (
        <ul aria-label="Rules about topics" className="flex flex-col">
          {known.map((mapping) => (
            <li key={mapping.id} className="flex items-center gap-1 border-b border-n5 select-text">
              <span className="min-w-0 flex-1 truncate" title={mapping.pattern}>
                {mappingWords(mapping)}
              </span>
              <IconButton label={`Change the rule for ${mapping.pattern}`} onClick={() => setDraft(mapping)}>
                <Pencil size={13} aria-hidden="true" />
              </IconButton>
              <IconButton label={`Remove the rule for ${mapping.pattern}`} onClick={() => changes.removeMapping.mutate(mapping.id)}>
                <Trash2 size={13} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {mappings.data && known.length === 0 && draft === null && <p className="text-n10">No rules yet: everything is as Headwater recognises it.</p>}
      {draft === null ? (
        <div>
          <Button onClick={() => setDraft(emptyMapping(newId(), null))}>Add a rule</Button>
        </div>
      ) : (
        <MappingForm key={draft.id} connectionId={connectionId} draft={draft} onDraft={setDraft} changes={changes} onEnd={() => setDraft(null)} />
      )}
    </>
  )
}

const NONE: readonly TopicMapping[] = []
const newId = (): string => crypto.randomUUID()

interface MappingFormProps {
  connectionId: string
  draft: TopicMapping
  onDraft: (draft: TopicMapping) => void
  changes: RuleChanges
  onEnd: () => void
}

function MappingForm({ connectionId, draft, onDraft, changes, onEnd }: MappingFormProps): ReactNode {
  const names = useTopicNames(connectionId).data?.topics.map(({ name }) => name) ?? []
  const reading = readPattern(draft.pattern)
  const { setMapping } = changes
  const keep = (): void => {
    if (reading.ok) setMapping.mutate({ ...draft, pattern: draft.pattern.trim() }, { onSuccess: onEnd })
  }
  const blank = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  return (
    <div role="group" aria-label="Rule" className="flex flex-col gap-2 rounded-outer border border-n6 bg-n3 p-3">
      <SuggestField label="Topic, or a regular expression in slashes" placeholder="/^errors-.+$/" suggestions={names} value={draft.pattern} onChange={(pattern) => onDraft({ ...draft, pattern })} />
      <Hits pattern={draft.pattern} names={names} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="It is">
          {({ id }) => (
            <Select
              id={id}
              label="Role"
              value={draft.role}
              onChange={(role) => onDraft({ ...draft, role })}
              options={(['dlq', 'retry', 'main', 'none'] as const).map((value) => ({ value, label: ROLES[value] }))}
            />
          )}
        </Field>
        <DialectChoice value={draft.dialect} onChange={(dialect) => onDraft({ ...draft, dialect })} />
        <SuggestField label="Of the topic" placeholder="as its headers say" suggestions={names} value={draft.originTopic ?? ''} onChange={(text) => onDraft({ ...draft, originTopic: blank(text) })} />
        <SuggestField label="Of the consumer group" placeholder="as its headers say" suggestions={[]} value={draft.group ?? ''} onChange={(text) => onDraft({ ...draft, group: blank(text) })} />
      </div>
      {setMapping.error && <FailureNotice boxed failure={failureOf(setMapping.error)} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onEnd}>Cancel</Button>
        <Button variant="primary" disabled={!reading.ok || setMapping.isPending} onClick={keep}>
          Keep the rule
        </Button>
      </div>
    </div>
  )
}

const MOST_HITS = 4

/** What it would hit now: a pattern that is too wide is seen before it is kept. */
function Hits({ pattern, names }: { pattern: string; names: readonly string[] }): ReactNode {
  const reading = readPattern(pattern)
  if (!reading.ok) return <p className={pattern.trim() === '' ? 'text-small text-n9' : 'text-small text-bad'}>{reading.problem}</p>
  const hits = names.filter(reading.matches)
  return (
    <p role="status" className="text-small text-n10">
      {hits.length === 0 ? 'No topic of that name is there now.' : `${counted(hits.length, 'topic')}: ${hits.slice(0, MOST_HITS).join(', ')}${hits.length > MOST_HITS ? ' …' : ''}`}
    </p>
  )
}

function DialectChoice({ value, onChange }: { value: string | null; onChange: (dialect: string | null) => void }): ReactNode {
  const dialects = useDialects().data
  const known = [...(dialects?.own ?? []), ...(dialects?.builtIn ?? [])].map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Field label="Headers are written by">
      {({ id }) => (
        <Select id={id} label="Dialect" value={value ?? ''} onChange={(dialect) => onChange(dialect === '' ? null : dialect)} options={[{ value: '', label: 'Whoever they look like' }, ...known]} />
      )}
    </Field>
  )
}
