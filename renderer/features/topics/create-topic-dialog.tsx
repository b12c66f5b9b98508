// Creates a topic: name, partitions, and what differs from the cluster's defaults.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field, inputClass, TextField } from '../../ui/field.tsx'
import { checkTopicName, parseConfigs, parseCount } from './new-topic.ts'
import { useCreateTopic } from './topics.queries.ts'

const MAX_PARTITIONS = 10_000
const MAX_REPLICAS = 100

export function CreateTopicDialog(props: { connection: Connection; onClose: () => void; onCreated: (topic: string) => void }): ReactNode {
  const { connection, onClose, onCreated } = props
  const [topic, setTopic] = useState('')
  const [partitions, setPartitions] = useState('')
  const [replicas, setReplicas] = useState('')
  const [configText, setConfigText] = useState('')
  const create = useCreateTopic()
  const nameError = topic === '' ? null : checkTopicName(topic)
  const partitionCount = parseCount(partitions, MAX_PARTITIONS)
  const replicationFactor = parseCount(replicas, MAX_REPLICAS)
  const configs = parseConfigs(configText)
  const ready =
    topic !== '' && nameError === null && partitionCount !== null && replicationFactor !== null && configs.ok && !create.isPending
  const submit = (): void => {
    if (!ready || !configs.ok) return
    create.mutate(
      { connectionId: connection.id, topic, partitionCount, replicationFactor, configs: configs.values },
      { onSuccess: () => onCreated(topic) },
    )
  }
  return (
    <Dialog
      title="Create topic"
      description={`On ${connection.name}`}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={!ready}>
            {create.isPending ? 'Creating…' : 'Create topic'}
          </Button>
        </>
      }
    >
      <TextField label="Name" mono autoFocus placeholder="orders" value={topic} onChange={setTopic} error={nameError} />
      <div className="grid grid-cols-2 gap-3">
        <CountField label="Partitions" max={MAX_PARTITIONS} value={partitions} onChange={setPartitions} />
        <CountField label="Replication factor" max={MAX_REPLICAS} value={replicas} onChange={setReplicas} />
      </div>
      <Field label="Settings" hint="One name=value a line; what is left out keeps its default." error={configs.ok ? null : configs.error}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            spellCheck={false}
            placeholder="retention.ms=86400000"
            className={`${inputClass} h-auto resize-y py-1 font-mono text-mono`}
            value={configText}
            onChange={(event) => setConfigText(event.target.value)}
          />
        )}
      </Field>
      {create.isError && <FailureNotice boxed failure={failureOf(create.error)} />}
    </Dialog>
  )
}

function CountField(props: { label: string; max: number; value: string; onChange: (value: string) => void }): ReactNode {
  const { label, max, value, onChange } = props
  const error = parseCount(value, max) === null ? `A whole number from 1 to ${max}.` : null
  return <TextField label={label} inputMode="numeric" placeholder="cluster’s default" value={value} onChange={onChange} error={error} />
}
