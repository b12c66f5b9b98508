// Helps a group past a record: a copy of it to a dead-letter topic, and the group one further.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { PoisonPill, RetryDialect } from '../../../core/contract/retries.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { DIALECTS } from './policy-draft.ts'
import { useCopyAndAdvance, useTopicNames } from './retries.queries.ts'

export function CopyPillDialog({ connection, pill, onClose }: { connection: Connection; pill: PoisonPill; onClose: () => void }): ReactNode {
  const { groupId, topic, partition, offset } = pill
  const names = useTopicNames(connection.id)
  const [deadLetterTopic, setDeadLetterTopic] = useState(pill.deadLetterTopic ?? '')
  const [headerDialect, setHeaderDialect] = useState<RetryDialect>('headwater')
  const copy = useCopyAndAdvance()
  const isThere = names.includes(deadLetterTopic)
  const mayCopy = isThere && !copy.isPending
  const submit = (): void => {
    if (!mayCopy) return
    const onSuccess = (copied: { topic: string; partition: number; offset: bigint; committedOffset: bigint }): void => {
      onClose()
      toast({ tone: 'good', message: `Copied to ${copied.topic}/${copied.partition} at offset ${copied.offset}.`, detail: `Group “${groupId}” goes on at offset ${copied.committedOffset}.` })
    }
    copy.mutate({ connectionId: connection.id, groupId, topic, partition, offset, deadLetterTopic, headerDialect }, { onSuccess })
  }
  return (
    <Dialog
      title="Copy to dead letters and advance by one"
      description={`Offset ${offset} of ${topic}/${partition} is copied with the headers of its failure; then group “${groupId}” moves from ${offset} to ${offset + 1n}. Both, or neither.`}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!mayCopy} aria-busy={copy.isPending}>
            Copy and advance
          </Button>
        </>
      }
    >
      <SuggestField label="Dead-letter topic" suggestions={names} value={deadLetterTopic} error={deadLetterTopic !== '' && !isThere ? `There is no topic “${deadLetterTopic}” on ${connection.name}.` : null} onChange={setDeadLetterTopic} />
      <Field label="Headers of the failure">{({ id }) => <Select id={id} label="Headers of the failure" className="w-full" options={DIALECTS} value={headerDialect} onChange={setHeaderDialect} />}</Field>
      <p className="text-small text-n10">The record itself stays in “{topic}”. To undo it, move the group back to offset {String(offset)}; the copy stays.</p>
      {copy.error && <FailureNotice boxed failure={failureOf(copy.error)} />}
    </Dialog>
  )
}
