// Creates a topic: name, partitions, and what differs from the cluster's defaults.
import { type ReactNode, useMemo, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { ConfigRows } from './config-rows.tsx'
import { checkConfig, checkTaken, checkTopicName, type ConfigRow, configsOf, parseCount, takenNames } from './new-topic.ts'
import { useCreateTopic } from './topics.queries.ts'

const MAX_PARTITIONS = 10_000
const MAX_REPLICAS = 100
const NO_ROWS: ConfigRow[] = []

export interface CreateTopicDialogProps {
  connection: Connection
  /** Of all topics that are known, to tell at once that one is taken. */
  names: readonly string[]
  onClose: () => void
  onCreated: (topic: string) => void
}

export function CreateTopicDialog({ connection, names, onClose, onCreated }: CreateTopicDialogProps): ReactNode {
  const [topic, setTopic] = useState('')
  const [partitions, setPartitions] = useState('')
  const [replicas, setReplicas] = useState('')
  const [rows, setRows] = useState(NO_ROWS)
  const create = useCreateTopic()
  const taken = useMemo(() => takenNames(names), [names])
  // The topic that has just been created is not in the way.
  const nameError = topic === '' || create.isSuccess ? null : (checkTopicName(topic) ?? checkTaken(topic, taken))
  const partitionCount = parseCount(partitions, MAX_PARTITIONS)
  const replicationFactor = parseCount(replicas, MAX_REPLICAS)
  const isReady =
    topic !== '' && nameError === null && partitionCount !== null && replicationFactor !== null && rows.every((row) => checkConfig(row, rows) === null)
  const submit = (): void => {
    if (!isReady || create.isPending) return
    const wanted = { connectionId: connection.id, topic, partitionCount, replicationFactor, configs: configsOf(rows) }
    create.mutate(wanted, { onSuccess: () => onCreated(topic) })
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
          <Button variant="primary" type="submit" disabled={!isReady || create.isPending}>
            {create.isPending ? 'Creating…' : 'Create topic'}
          </Button>
        </>
      }
    >
      <TextField label="Name" mono autoFocus placeholder="orders" value={topic} onChange={setTopic} error={nameError} />
      <div className="grid grid-cols-2 gap-3">
        <CountField label="Partitions" max={MAX_PARTITIONS} value={partitions} onChange={setPartitions} />
        {connection.kind === 'remote' && <CountField label="Replication factor" max={MAX_REPLICAS} value={replicas} onChange={setReplicas} />}
      </div>
      <ConfigRows rows={rows} onChange={setRows} />
      {create.isError && <FailureNotice boxed failure={failureOf(create.error)} />}
    </Dialog>
  )
}

function CountField(props: { label: string; max: number; value: string; onChange: (value: string) => void }): ReactNode {
  const { label, max, value, onChange } = props
  const error = parseCount(value, max) === null ? `A whole number from 1 to ${max}.` : null
  return <TextField label={label} inputMode="numeric" placeholder="cluster’s default" value={value} onChange={onChange} error={error} />
}
