// Where the message will go: by its key unless chosen, and either way said before it is sent.
import type { ReactNode } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { useSettled } from '../../ui/clock.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { usePlacement } from './composer.queries.ts'
import type { Draft } from './draft.ts'
import { contentOf } from './part.ts'
import { otherPartition, placementText } from './placement.ts'
import { isMissing } from './topic-problem.ts'

const KEY_SETTLES_MS = 120

export interface PartitionFieldProps {
  connectionId: string
  draft: Draft
  /** False where the topic is known to be none: then it is said there. */
  hasTopic: boolean
  onChange: (change: Partial<Draft>) => void
}

export function PartitionField({ connectionId, draft, hasTopic, onChange }: PartitionFieldProps): ReactNode {
  const key = contentOf(useSettled(draft.key, KEY_SETTLES_MS), 'The key')
  const topic = useSettled(draft.topic.trim(), KEY_SETTLES_MS)
  const { data, error, isPlaceholderData } = usePlacement(connectionId, topic, key.ok && key.value.kind !== 'stored' ? key.value : null)
  const saysWhy = error !== null && hasTopic && !isMissing(error)
  const other = otherPartition(draft, isPlaceholderData ? undefined : data)
  const count = data?.partitionCount ?? (draft.partition ?? -1) + 1
  const options = [
    { value: 'key', label: 'By key (murmur2)' },
    ...Array.from({ length: count }, (_, partition) => ({ value: String(partition), label: `Partition ${partition}` })),
  ]
  return (
    <div className="flex flex-col gap-1">
      <Field label="Partition" hint={saysWhy ? failureOf(error).message : placementText(hasTopic && !error ? draft : { ...draft, topic: '' }, data)}>
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
      {other !== null && (
        <div role="status" className="flex items-center gap-2 text-small text-warn">
          <span className="min-w-0 flex-1">The original is in partition {other}.</span>
          <Button onClick={() => onChange({ partition: other })}>Keep partition {other}</Button>
        </div>
      )}
    </div>
  )
}
