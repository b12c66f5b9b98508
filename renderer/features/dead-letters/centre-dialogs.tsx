// The dialogs of the centre, one at a time.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecognisedTopic } from '../../../core/contract/dead-letters.ts'
import { countOf } from './chosen.ts'
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

export function CentreDialogs({ connection, writable, topics, actions: { dialog, open, park } }: CentreDialogsProps): ReactNode {
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
    case 'purge':
      return <PurgeDialog connection={connection} asked={{ topic: dialog.topic, keys: dialog.keys }} onClose={close} />
    default:
      return null
  }
}
