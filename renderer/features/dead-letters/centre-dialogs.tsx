// The dialogs of the centre, one at a time.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecognisedTopic } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { chosenWords, countOf } from './chosen.ts'
import { STATES } from './failure-words.ts'
import { ParkDialog } from './park-dialog.tsx'
import { PurgeDialog } from './purge-dialog.tsx'
import { RulesDialog } from './rules-dialog.tsx'
import type { Actions } from './use-actions.ts'

export interface CentreDialogsProps {
  connection: Connection
  writable: boolean
  topics: readonly RecognisedTopic[]
  actions: Actions
}

export function CentreDialogs({ connection, writable, topics, actions: { dialog, open, park, markForGood } }: CentreDialogsProps): ReactNode {
  const close = (): void => open(null)
  switch (dialog?.kind) {
    case 'rules':
      return <RulesDialog connectionId={connection.id} topic={dialog.topic} onClose={close} />
    case 'park':
      return (
        <ParkDialog
          connectionId={connection.id}
          writable={writable}
          count={countOf(dialog.chosen)}
          topic={dialog.topic}
          partitionCount={topics.find(({ topic }) => topic === dialog.topic)?.partitionCount ?? 1}
          onMark={() => park.mark(dialog.chosen)}
          onCopy={(topic) => park.copy(dialog.chosen, topic)}
          onClose={close}
        />
      )
    case 'mark':
      return (
        <ConfirmDialog
          title={`Mark ${chosenWords(dialog.chosen)} ${STATES[dialog.state].label}`}
          verb={`Mark ${counted(countOf(dialog.chosen), 'dead letter')}`}
          busy={false}
          failure={null}
          onConfirm={() => (close(), markForGood(dialog.chosen, dialog.state))}
          onClose={close}
        >
          <p>These are too many to be taken back at once. Nothing is written to the cluster, and each can be marked new again.</p>
        </ConfirmDialog>
      )
    case 'purge':
      return <PurgeDialog connection={connection} asked={{ topic: dialog.topic, keys: dialog.keys }} onClose={close} />
    default:
      return null
  }
}
