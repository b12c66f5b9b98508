// Topic, key, partition and headers of the message being written.
import { Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useSettled } from '../../ui/clock.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { usePlacement, useTopicNames } from './composer.queries.ts'
import { type Draft, type DraftHeader, type Part, type PartKind, payloadOf } from './draft.ts'

const KEY_KINDS: readonly { value: PartKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'null', label: 'null' },
]

const KEY_SETTLES_MS = 120

export interface ComposerFieldsProps {
  connectionId: string
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

export function ComposerFields({ connectionId, draft, onChange }: ComposerFieldsProps): ReactNode {
  const keyPayload = payloadOf(draft.key, 'The key')
  return (
    <div className="flex flex-col gap-4 p-3">
      <SuggestField
        label="Topic"
        placeholder="orders"
        suggestions={useTopicNames(connectionId)}
        value={draft.topic}
        onChange={(topic) => onChange({ topic, partition: null })}
      />
      <Field label="Key" error={keyPayload.ok ? null : keyPayload.error}>
        {(control) => (
          <div className="flex gap-2">
            <input
              {...control}
              className={`${inputClass} font-mono text-mono`}
              value={draft.key.kind === 'null' ? '' : draft.key.text}
              placeholder={draft.key.kind === 'null' ? 'null: no key' : 'empty: 0 bytes'}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ key: typedInto(draft.key, event.target.value) })}
            />
            <Segments
              label="Kind of key"
              options={KEY_KINDS}
              value={draft.key.kind}
              onChange={(kind) => onChange({ key: { ...draft.key, kind } })}
            />
          </div>
        )}
      </Field>
      <PartitionField connectionId={connectionId} draft={draft} onChange={onChange} />
      <HeaderFields headers={draft.headers} onChange={(headers) => onChange({ headers })} />
    </div>
  )
}

/** By key unless chosen; either way it says where the message will go. */
function PartitionField({ connectionId, draft, onChange }: ComposerFieldsProps): ReactNode {
  const settled = useSettled(draft.key, KEY_SETTLES_MS)
  const payload = payloadOf(settled, 'The key')
  const topic = useSettled(draft.topic.trim(), KEY_SETTLES_MS)
  const { data, error } = usePlacement(connectionId, topic, payload.ok ? payload.value : null)
  const count = data?.partitionCount ?? (draft.partition ?? -1) + 1
  const options = [
    { value: 'key', label: 'By key (murmur2)' },
    ...Array.from({ length: count }, (_, partition) => ({ value: String(partition), label: `Partition ${partition}` })),
  ]
  return (
    <Field label="Partition" hint={placementText(draft, data, error)}>
      {({ id }) => (
        <Select
          id={id}
          label="Partition"
          className="w-full"
          options={options}
          value={draft.partition === null ? 'key' : String(draft.partition)}
          onChange={(value) => onChange({ partition: value === 'key' ? null : Number(value) })}
        />
      )}
    </Field>
  )
}

function placementText(
  draft: Draft,
  placement: { partition: number | null; partitionCount: number } | undefined,
  error: Error | null,
): string {
  if (draft.topic.trim() === '') return 'Choose a topic to see where the key goes.'
  if (error) return failureOf(error).message
  if (draft.partition !== null) return `Goes to partition ${draft.partition}, whatever the key.`
  if (!placement) return 'Asking where the key goes…'
  if (placement.partition === null) return `No key: any of ${placement.partitionCount} partitions, chosen when it is sent.`
  return `This key goes to partition ${placement.partition} of ${placement.partitionCount}.`
}

/** Typing where there was null makes a text of it. */
const typedInto = ({ kind }: Part, text: string): Part => ({ kind: kind === 'null' ? 'text' : kind, text })

const HEADER_KINDS: readonly { value: PartKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'null', label: 'null' },
]

function HeaderFields({ headers, onChange }: { headers: readonly DraftHeader[]; onChange: (headers: DraftHeader[]) => void }): ReactNode {
  const titleId = useId()
  const add = (): void =>
    onChange([...headers, { id: Math.max(-1, ...headers.map(({ id }) => id)) + 1, key: '', value: { kind: 'text', text: '' } }])
  const edit = (id: number, change: Partial<DraftHeader>): void =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...change } : header)))
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <h3 id={titleId} className="text-small font-medium text-n10">
          Headers
        </h3>
        <Button variant="quiet" onClick={add}>
          <Plus size={13} aria-hidden="true" />
          Add header
        </Button>
      </div>
      {headers.length === 0 && <p className="text-small text-n9">None. Keys may repeat and keep their order.</p>}
      {headers.map((header, index) => (
        <HeaderRow
          key={header.id}
          header={header}
          place={index + 1}
          onEdit={(change) => edit(header.id, change)}
          onRemove={() => onChange(headers.filter(({ id }) => id !== header.id))}
        />
      ))}
    </section>
  )
}

function HeaderRow(props: {
  header: DraftHeader
  place: number
  onEdit: (change: Partial<DraftHeader>) => void
  onRemove: () => void
}): ReactNode {
  const { header, place, onEdit, onRemove } = props
  const { key, value } = header
  return (
    <div className="flex items-center gap-1.5">
      <input
        aria-label={`Key of header ${place}`}
        placeholder="key"
        className={`${inputClass} flex-1 font-mono text-mono`}
        value={key}
        spellCheck={false}
        onChange={(event) => onEdit({ key: event.target.value })}
      />
      <input
        aria-label={`Value of header ${place}`}
        placeholder={value.kind === 'null' ? 'null' : 'empty'}
        className={`${inputClass} flex-1 font-mono text-mono`}
        aria-invalid={payloadOf(value, '').ok ? undefined : true}
        value={value.kind === 'null' ? '' : value.text}
        spellCheck={false}
        onChange={(event) => onEdit({ value: typedInto(value, event.target.value) })}
      />
      <Select
        label={`Kind of header ${place}`}
        className="w-19"
        options={HEADER_KINDS}
        value={value.kind}
        onChange={(kind) => onEdit({ value: { ...value, kind } })}
      />
      <IconButton label={`Remove header ${place}`} onClick={onRemove}>
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
