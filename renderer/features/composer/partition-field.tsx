// Where the message will go: by its key unless chosen, and either way said before it is sent.
import type { ReactNode } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { useSettled } from '../../ui/clock.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { type Placement, usePlacement } from './composer.queries.ts'
import type { Draft } from './draft.ts'
import { contentOf } from './part.ts'

const KEY_SETTLES_MS = 120

export interface PartitionFieldProps {
  connectionId: string
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

export function PartitionField({ connectionId, draft, onChange }: PartitionFieldProps): ReactNode {
  const key = contentOf(useSettled(draft.key, KEY_SETTLES_MS), 'The key')
  const topic = useSettled(draft.topic.trim(), KEY_SETTLES_MS)
  const { data, error } = usePlacement(connectionId, topic, key.ok && key.value.kind !== 'stored' ? key.value : null)
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

function placementText(draft: Draft, placement: Placement | undefined, error: Error | null): string {
  if (draft.topic.trim() === '') return 'Choose a topic to see where the key goes.'
  if (error) return failureOf(error).message
  if (draft.partition !== null) return `Goes to partition ${draft.partition}, whatever the key.`
  if (draft.key.kind === 'stored') return 'By key: where such a large key goes is worked out when it is sent.'
  if (!placement) return 'Asking where the key goes…'
  if (placement.partition === null) return `No key: any of ${placement.partitionCount} partitions, chosen when it is sent.`
  return `This key goes to partition ${placement.partition} of ${placement.partitionCount}.`
}
