// Topic, key, partition and headers of the message being written.
import type { ReactNode } from 'react'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { useTopicNames } from './composer.queries.ts'
import type { Draft } from './draft.ts'
import { GrowingText } from './growing-text.tsx'
import { HeaderFields } from './header-fields.tsx'
import { contentOf, type PartKind, typedInto } from './part.ts'
import { kindOptions, standIn } from './part-kinds.ts'
import { PartitionField } from './partition-field.tsx'

const KEY_KINDS: readonly Exclude<PartKind, 'stored'>[] = ['text', 'hex', 'null']

export interface ComposerFieldsProps {
  connectionId: string
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

export function ComposerFields({ connectionId, draft, onChange }: ComposerFieldsProps): ReactNode {
  return (
    <div className="flex flex-col gap-4 p-3">
      <SuggestField
        label="Topic"
        placeholder="orders"
        suggestions={useTopicNames(connectionId)}
        value={draft.topic}
        onChange={(topic) => onChange({ topic, partition: null })}
      />
      <KeyField draft={draft} onChange={onChange} />
      <PartitionField connectionId={connectionId} draft={draft} onChange={onChange} />
      <HeaderFields headers={draft.headers} onChange={(headers) => onChange({ headers })} />
    </div>
  )
}

function KeyField({ draft: { key }, onChange }: Pick<ComposerFieldsProps, 'draft' | 'onChange'>): ReactNode {
  const content = contentOf(key, 'The key')
  const isWritten = key.kind !== 'null' && key.kind !== 'stored'
  return (
    <Field label="Key" error={content.ok ? null : content.error}>
      {(control) => (
        <div className="flex items-start gap-2">
          <GrowingText
            {...control}
            value={isWritten ? key.text : ''}
            placeholder={key.kind === 'null' ? 'null: no key' : standIn(key, 'empty: 0 bytes')}
            readOnly={key.kind === 'stored'}
            onChange={(text) => onChange({ key: typedInto(key, text) })}
          />
          <Segments label="Kind of key" options={kindOptions(key, KEY_KINDS)} value={key.kind} onChange={(kind) => onChange({ key: { ...key, kind } })} />
        </div>
      )}
    </Field>
  )
}
