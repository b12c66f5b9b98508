// One dialect while it is written: its lines at the top, and below what the newest records of a topic say when read by it.
import { Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { UserDialect } from '../../../core/contract/dead-letters.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useSettled } from '../../ui/clock.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field, inputClass, TextField } from '../../ui/field.tsx'
import { Segments, type SegmentsProps } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { type DialectPreview, type RuleChanges, useDialectPreview, useTopicNames } from './dead-letters.queries.ts'
import { DialectPreviewRows } from './dialect-preview.tsx'
import { type DialectField, dialectProblem, type Encoding, ENCODING_LABELS, FIELD_LABELS, type FieldName, type HeaderSample, triable, withGuesses } from './dialect-draft.ts'

export interface DialectFormProps {
  connectionId: string
  topic: string | null
  draft: UserDialect
  onDraft: (draft: UserDialect) => void
  changes: RuleChanges
  onEnd: () => void
}

const SETTLE_MS = 300

export function DialectForm({ connectionId, topic: first, draft, onDraft, changes, onEnd }: DialectFormProps): ReactNode {
  const names = useTopicNames(connectionId).data?.topics.map(({ name }) => name) ?? []
  const [topic, setTopic] = useState(first ?? '')
  const settled = useSettled(draft, SETTLE_MS)
  const preview = useDialectPreview(connectionId, names.includes(topic) ? topic : '', triable(settled))
  const headers = headersIn(preview.data)
  const problem = dialectProblem(draft)
  const { setDialect } = changes
  const change = (part: Partial<UserDialect>): void => onDraft({ ...draft, ...part })
  return (
    <div role="group" aria-label="Dialect" className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField label="Name" value={draft.name} onChange={(name) => change({ name })} />
        <SuggestField label="Try it on the topic" suggestions={names} value={topic} onChange={setTopic} />
      </div>
      <FieldLines fields={draft.fields} headers={headers} onChange={(fields) => change({ fields })} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => change({ fields: [...draft.fields, { header: '', field: 'message', encoding: 'utf8', path: null }] })}>
          <Plus size={13} aria-hidden="true" /> Add a header
        </Button>
        <Button disabled={headers.length === 0} title="Begins with the headers of the newest records whose names say something" onClick={() => onDraft(withGuesses(draft, headers))}>
          Guess from the records
        </Button>
      </div>
      <Habits draft={draft} onChange={change} />
      <DialectPreviewRows topic={topic} query={preview} />
      {setDialect.error && <FailureNotice boxed failure={failureOf(setDialect.error)} />}
      <div className="flex items-center justify-end gap-2">
        <span className="flex-1 text-small text-n10">{problem}</span>
        <Button onClick={onEnd}>Cancel</Button>
        <Button variant="primary" disabled={problem !== null || setDialect.isPending} onClick={() => setDialect.mutate(draft, { onSuccess: onEnd })}>
          Keep the dialect
        </Button>
      </div>
    </div>
  )
}

/** Each name once, with its value in the newest record. */
function headersIn(preview: DialectPreview | undefined): HeaderSample[] {
  const newest = new Map<string, string>()
  for (const { name, text } of preview?.rows.flatMap(({ headers }) => headers) ?? []) if (!newest.has(name)) newest.set(name, text)
  return Array.from(newest, ([name, text]) => ({ name, text })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

interface FieldLinesProps {
  fields: readonly DialectField[]
  headers: readonly HeaderSample[]
  onChange: (fields: DialectField[]) => void
}

const FIELD_OPTIONS = Object.entries(FIELD_LABELS).map(([value, label]) => ({ value: value as FieldName, label }))
const ENCODING_OPTIONS = Object.entries(ENCODING_LABELS).map(([value, label]) => ({ value: value as Encoding, label }))

function FieldLines({ fields, headers, onChange }: FieldLinesProps): ReactNode {
  const change = (at: number, part: Partial<DialectField>): void => onChange(fields.map((field, index) => (index === at ? { ...field, ...part } : field)))
  return (
    <div className="flex flex-col gap-1.5">
      <datalist id="dialect-headers">
        {headers.map(({ name, text }) => (
          <option key={name} value={name} label={text.slice(0, 60)} />
        ))}
      </datalist>
      {fields.map((field, at) => (
        // Lines have no identity but their place.
        // oxlint-disable-next-line no-array-index-key
        <div key={at} className="flex items-center gap-1.5">
          <input
            aria-label={`Header of line ${at + 1}`}
            list="dialect-headers"
            placeholder="header name"
            value={field.header}
            spellCheck={false}
            onChange={(event) => change(at, { header: event.target.value })}
            className={`${inputClass} flex-1 font-mono text-mono`}
          />
          <Select label={`Meaning of line ${at + 1}`} className="w-36" options={FIELD_OPTIONS} value={field.field} onChange={(name) => change(at, { field: name })} />
          <Select
            label={`Encoding of line ${at + 1}`}
            className="w-36"
            options={ENCODING_OPTIONS}
            value={field.encoding}
            onChange={(encoding) => change(at, { encoding, path: encoding === 'json' ? (field.path ?? '$.') : null })}
          />
          {field.encoding === 'json' && (
            <input
              aria-label={`Path of line ${at + 1}`}
              placeholder="$.error.message"
              value={field.path ?? ''}
              spellCheck={false}
              onChange={(event) => change(at, { path: event.target.value })}
              className={`${inputClass} w-32! font-mono text-mono`}
            />
          )}
          <IconButton label={`Remove line ${at + 1}`} onClick={() => onChange(fields.toSpliced(at, 1))}>
            <Trash2 size={13} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
    </div>
  )
}

function Habits({ draft, onChange }: { draft: UserDialect; onChange: (part: Partial<UserDialect>) => void }): ReactNode {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Where a header repeats, the newest is">
        {() => <Choice label="Newest" value={draft.newest} onChange={(newest) => onChange({ newest })} options={[{ value: 'last', label: 'the last' }, { value: 'first', label: 'the first' }]} />}
      </Field>
      <Field label="The record’s timestamp is of">
        {() => <Choice label="Record time" value={draft.recordTime} onChange={(recordTime) => onChange({ recordTime })} options={[{ value: 'failure', label: 'the failure' }, { value: 'origin', label: 'the origin' }]} />}
      </Field>
      <Field label="The dead letter holds">
        {() => <Choice label="Payload" value={draft.payload} onChange={(payload) => onChange({ payload })} options={[{ value: 'full', label: 'the payload' }, { value: 'pointer', label: 'a pointer only' }]} />}
      </Field>
      <OwnedNames owned={draft.owned} onChange={(owned) => onChange({ owned })} />
    </div>
  )
}

/** As wide as its words. */
const Choice = <Value extends string>(props: SegmentsProps<Value>): ReactNode => (
  <div>
    <Segments {...props} />
  </div>
)

/** What is typed stands as it is: a comma at its end names nothing yet. */
function OwnedNames({ owned, onChange }: { owned: readonly string[]; onChange: (owned: string[]) => void }): ReactNode {
  const [text, setText] = useState(owned.join(', '))
  const type = (next: string): void => {
    setText(next)
    onChange(next.split(',').flatMap((name) => name.trim() || []))
  }
  return (
    <TextField
      label="Also taken off at a replay"
      mono
      placeholder="x-retry-*, x-dlq-*"
      hint="Names, or prefixes that end in *; beside the headers above"
      value={text}
      onChange={type}
    />
  )
}
