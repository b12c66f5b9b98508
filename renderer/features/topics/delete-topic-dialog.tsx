// Asks before a topic is deleted: says what is lost, and has its name typed.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { cleanupPolicyOf, countsRecords, offsetsHeld } from './topic-shapes.ts'
import { OFFSETS_EVERY_MS, useDeleteTopic, useGroupsReading, useTopicDetail } from './topics.queries.ts'

export interface DeleteTopicDialogProps {
  connection: Connection
  topic: string
  onClose: () => void
  onDone: (topic: string) => void
}

export function DeleteTopicDialog({ connection, topic, onClose, onDone }: DeleteTopicDialogProps): ReactNode {
  const remove = useDeleteTopic()
  return (
    <ConfirmDialog
      title={`Delete ${topic}`}
      verb={`Delete ${topic}`}
      danger
      typed={{ label: `Type ${topic} to confirm`, mustEqual: topic }}
      busy={remove.isPending}
      failure={remove.isError ? failureOf(remove.error) : null}
      onConfirm={() => remove.mutate({ connectionId: connection.id, topic, confirmName: topic }, { onSuccess: () => onDone(topic) })}
      onClose={onClose}
    >
      <p>
        The topic is deleted from <strong className="font-semibold">{connection.name}</strong> with everything in it. This cannot be undone.
      </p>
      <ul className="list-disc pl-5">
        <RecordsLost connectionId={connection.id} topic={topic} />
        <GroupsConcerned connectionId={connection.id} topic={topic} />
      </ul>
    </ConfirmDialog>
  )
}

function RecordsLost({ connectionId, topic }: { connectionId: string; topic: string }): ReactNode {
  const { data, error } = useTopicDetail(connectionId, topic, OFFSETS_EVERY_MS)
  if (!data) return <li className="text-n10">{error ? `How much is in it is not known: ${failureOf(error).message}` : 'Counting what is in it…'}</li>
  const { count, unread } = offsetsHeld(data)
  const partitions = counted(data.partitionCount, 'partition')
  if (count === 0n && unread === 0) return <li>It is empty: no records in {partitions}.</li>
  const amount = countsRecords(cleanupPolicyOf(data)) ? `About ${counted(count, 'record')}` : `The records of ${formatCount(count)} offsets`
  return (
    <li>
      {amount} in {partitions}
      {unread > 0 && `, without ${counted(unread, 'partition')} that could not be read`}.
    </li>
  )
}

function GroupsConcerned({ connectionId, topic }: { connectionId: string; topic: string }): ReactNode {
  const { data, error } = useGroupsReading(connectionId, topic)
  if (error) return <li className="text-n10">Which groups read it is not known: {failureOf(error).message}</li>
  if (!data) return <li className="text-n10">Looking for groups that read it…</li>
  if (data.isUnknown) return <li className="text-n10">Which groups read it was not asked: there are more than 100.</li>
  if (data.groupIds.length === 0) return <li>No group reads it or has committed offsets of it.</li>
  return (
    <li>
      {counted(data.groupIds.length, 'group')} {data.groupIds.length === 1 ? 'reads it or has' : 'read it or have'} committed offsets of it:{' '}
      <span className="font-mono text-mono">{data.groupIds.slice(0, 5).join(', ')}</span>
      {data.groupIds.length > 5 && ` and ${formatCount(data.groupIds.length - 5)} more`}.
    </li>
  )
}
