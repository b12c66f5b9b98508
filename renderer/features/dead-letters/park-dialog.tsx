// Sets dead letters aside: marked only, or copied to a topic of their own, which the replay wizard then does.
import { type ReactNode, useState } from 'react'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { useCreateTopic, useTopicNames } from './dead-letters.queries.ts'

export interface ParkDialogProps {
  connectionId: string
  writable: boolean
  count: number
  /** Where the dead letters lie: a parking topic is named and shaped after it. */
  topic: string
  partitionCount: number
  onMark: () => void
  onCopy: (topic: string) => void
  onClose: () => void
}

export function ParkDialog({ connectionId, writable, count, topic, partitionCount, onMark, onCopy, onClose }: ParkDialogProps): ReactNode {
  const [parking, setParking] = useViewState(`${connectionId}/dead-letters`, `parking of ${topic}`, `${topic}-parking-lot`)
  const [copies, setCopies] = useState(false)
  const [wantsTopic, setWantsTopic] = useState(true)
  const create = useCreateTopic(connectionId)
  const known = useTopicNames(connectionId).data?.topics.map(({ name }) => name)
  const isMissing = known !== undefined && parking.trim() !== '' && !known.includes(parking.trim())
  const creates = isMissing && wantsTopic && writable
  const submit = (): void => {
    const name = parking.trim()
    if (!copies) onMark()
    else if (creates) create.mutate({ topic: name, partitionCount }, { onSuccess: () => onCopy(name) })
    else onCopy(name)
  }
  const what = counted(count, 'dead letter')
  return (
    <Dialog
      title={`Park ${what}`}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={(copies && parking.trim() === '') || create.isPending} aria-busy={create.isPending}>
            {copies ? `Plan the copy of ${what}…` : `Park ${what}`}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="sr-only">How</legend>
        <Choice isChosen={!copies} onChoose={() => setCopies(false)} title="Mark as parked" note="Off the list of open ones until somebody comes back. Nothing is written to the cluster." />
        <Choice
          isChosen={copies}
          onChoose={() => setCopies(true)}
          title="Copy to a parking topic"
          note="With all headers, before retention takes them. They stay open until you mark them as well."
        />
      </fieldset>
      {copies && (
        <>
          <SuggestField label="Parking topic" suggestions={known ?? NONE} value={parking} onChange={setParking} />
          {isMissing && (
            <label className="flex items-center gap-2">
              <input type="checkbox" className="accent-accent" checked={creates} disabled={!writable} onChange={(event) => setWantsTopic(event.target.checked)} />
              {writable ? `Create it, with ${counted(partitionCount, 'partition')} as ${topic} has` : 'It does not exist, and the cluster is read-only: arm it to create the topic.'}
            </label>
          )}
          <p className="text-small text-n10">The replay wizard opens with this topic as its target. Nothing is sent before you confirm it there.</p>
        </>
      )}
      {create.error && <FailureNotice boxed failure={failureOf(create.error)} />}
    </Dialog>
  )
}

const NONE: readonly string[] = []

function Choice({ isChosen, onChoose, title, note }: { isChosen: boolean; onChoose: () => void; title: string; note: string }): ReactNode {
  return (
    <label className="flex items-start gap-2">
      <input type="radio" name="how" className="mt-1 accent-accent" checked={isChosen} onChange={onChoose} {...(isChosen && { 'data-autofocus': '' })} />
      <span>
        {title}
        <span className="block text-small text-n10">{note}</span>
      </span>
    </label>
  )
}
