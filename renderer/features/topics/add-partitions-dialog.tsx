// Widens a topic, after saying what that does to keys.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { parseCount } from './new-topic.ts'
import { OFFSETS_EVERY_MS, useAddPartitions, useTopicDetail } from './topics.queries.ts'

const MAX_PARTITIONS = 10_000

export interface AddPartitionsDialogProps {
  connection: Connection
  topic: string
  onClose: () => void
  onDone: (topic: string, partitionCount: number) => void
}

export function AddPartitionsDialog({ connection, topic, onClose, onDone }: AddPartitionsDialogProps): ReactNode {
  const { data } = useTopicDetail(connection.id, topic, OFFSETS_EVERY_MS)
  const [text, setText] = useState('')
  const add = useAddPartitions()
  const current = data?.partitionCount ?? 1
  const totalCount = parseCount(text, MAX_PARTITIONS)
  const error = text === '' ? null : checkTotal(totalCount, current)
  const mayAdd = typeof totalCount === 'number' && error === null && !add.isPending
  const submit = (): void => {
    if (mayAdd) add.mutate({ connectionId: connection.id, topic, totalCount }, { onSuccess: ({ partitionCount }) => onDone(topic, partitionCount) })
  }
  return (
    <Dialog
      title="Add partitions"
      description={`To ${topic} on ${connection.name}`}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={!mayAdd}>
            {mayAdd ? `Add ${counted(totalCount - current, 'partition')}` : 'Add partitions'}
          </Button>
        </>
      }
    >
      <TextField
        label="Partitions in all"
        inputMode="numeric"
        placeholder={data ? `more than ${current}` : ''}
        hint={data && `There are ${current} now. Partitions can be added and never taken away.`}
        value={text}
        onChange={setText}
        error={error}
      />
      <Notice
        boxed
        tone="warn"
        message="Keys go to other partitions from then on."
        remedy="Records with the same key, before and after, may be read in another order. What is there stays where it is."
      />
      {add.isError && <FailureNotice boxed failure={failureOf(add.error)} />}
    </Dialog>
  )
}

function checkTotal(totalCount: number | undefined | null, current: number): string | null {
  if (typeof totalCount !== 'number') return `A whole number up to ${MAX_PARTITIONS}.`
  return totalCount > current ? null : `The topic has ${counted(current, 'partition')} already.`
}
