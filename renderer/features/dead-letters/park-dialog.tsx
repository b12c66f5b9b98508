// Sets dead letters aside: marked only, or copied to a topic of their own as well, which the replay wizard then does.
import { type ReactNode, useState } from 'react'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { useTopicNames } from './dead-letters.queries.ts'

export interface ParkDialogProps {
  connectionId: string
  count: number
  /** Where the dead letters lie: the name of a parking topic is made from it. */
  topic: string
  onMark: () => void
  onCopy: (topic: string) => void
  onClose: () => void
}

export function ParkDialog({ connectionId, count, topic, onMark, onCopy, onClose }: ParkDialogProps): ReactNode {
  const [parking, setParking] = useViewState(`${connectionId}/dead-letters`, `parking of ${topic}`, `${topic}-parking-lot`)
  const [copies, setCopies] = useState(false)
  const names = useTopicNames(connectionId).data?.topics.map(({ name }) => name) ?? []
  const isThere = names.includes(parking)
  const submit = (): void => {
    if (copies) onCopy(parking)
    else onMark()
  }
  const what = counted(count, 'dead letter')
  return (
    <Dialog
      title={`Park ${what}`}
      description="They leave the list of open ones until somebody comes back to them."
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={copies && parking.trim() === ''}>
            {copies ? `Plan the copy of ${what}…` : `Park ${what}`}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="sr-only">How</legend>
        <label className="flex items-center gap-2">
          <input type="radio" name="how" className="accent-accent" data-autofocus="" checked={!copies} onChange={() => setCopies(false)} />
          Mark them here; nothing is written to the cluster
        </label>
        <label className="flex items-center gap-2">
          <input type="radio" name="how" className="accent-accent" checked={copies} onChange={() => setCopies(true)} />
          Copy them to a parking topic, headers included
        </label>
      </fieldset>
      {copies && (
        <>
          <SuggestField label="Parking topic" suggestions={names} value={parking} onChange={setParking} />
          <p className="text-small text-n10">
            {isThere ? 'The wizard opens with this topic as the target; nothing is sent before you confirm it there.' : 'No topic of this name is there yet: create it first, or the dry run will say that its target is missing.'}
          </p>
        </>
      )}
    </Dialog>
  )
}
