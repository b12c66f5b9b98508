// Topic, key, partition and headers of the message being written.
import type { ReactNode } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { useCreateTopic, useTopicNames } from './composer.queries.ts'
import type { Draft } from './draft.ts'
import { GrowingText } from './growing-text.tsx'
import { HeaderFields } from './header-fields.tsx'
import { contentOf, type PartKind, typedInto } from './part.ts'
import { kindOptions, standIn } from './part-kinds.ts'
import { PartitionField } from './partition-field.tsx'
import type { TopicProblem } from './topic-problem.ts'

const KEY_KINDS: readonly Exclude<PartKind, 'stored'>[] = ['text', 'hex', 'null']

export interface ComposerFieldsProps {
  connectionId: string
  draft: Draft
  topicProblem: TopicProblem | null
  writable: boolean
  onArm: () => void
  onChange: (change: Partial<Draft>) => void
}

export function ComposerFields({ connectionId, draft, topicProblem, writable, onArm, onChange }: ComposerFieldsProps): ReactNode {
  return (
    <div className="flex flex-col gap-4 p-3">
      <TopicField connectionId={connectionId} topic={draft.topic} problem={topicProblem} writable={writable} onArm={onArm} onChange={(topic) => onChange({ topic, partition: null })} />
      <KeyField draft={draft} onChange={onChange} />
      <PartitionField connectionId={connectionId} draft={draft} hasTopic={topicProblem === null} onChange={onChange} />
      <HeaderFields headers={draft.headers} onChange={(headers) => onChange({ headers })} />
    </div>
  )
}

interface TopicFieldProps {
  connectionId: string
  topic: string
  problem: TopicProblem | null
  writable: boolean
  onArm: () => void
  onChange: (topic: string) => void
}

/** Sending creates no topic, so that a slip of the hand does not either: that is a button of its own. */
function TopicField({ connectionId, topic, problem, writable, onArm, onChange }: TopicFieldProps): ReactNode {
  const { mutate, isPending, error, variables } = useCreateTopic(connectionId)
  const name = topic.trim()
  return (
    <div className="flex flex-col gap-1.5">
      <SuggestField label="Topic" placeholder="orders" suggestions={useTopicNames(connectionId)} value={topic} error={problem?.message} onChange={onChange} />
      {problem?.isMissing && (
        <Button className="self-start" disabled={isPending} onClick={() => (writable ? mutate(name) : onArm())}>
          {writable ? 'Create topic' : 'Arm to create it'}
        </Button>
      )}
      {problem && error && variables === name && <FailureNotice failure={failureOf(error)} boxed />}
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
