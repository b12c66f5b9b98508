// The dead-letter centre in the window: what it shows stands in the address, and the parts of a record come from where records are shown.
import { type ReactNode, useCallback } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import type { RecordAddress } from '../../core/contract/records.ts'
import { DeadLettersScreen } from '../features/dead-letters/dead-letters-screen.tsx'
import { RecordParts } from '../features/record/record-parts.tsx'
import type { DeadLettersPlace as Shown } from './route.ts'
import type { Ways } from './ways.ts'

export interface DeadLettersPlaceProps {
  shown: Shown
  connection: Connection
  writable: boolean
  onArm: () => void
  ways: Ways
}

export function DeadLettersPlace({ shown, connection, writable, onArm, ways }: DeadLettersPlaceProps): ReactNode {
  const payload = useCallback((topic: string, record: RecordAddress) => <RecordParts connectionId={connection.id} topic={topic} {...record} />, [connection.id])
  return (
    <DeadLettersScreen
      connection={connection}
      writable={writable}
      onArm={onArm}
      shown={shown}
      // A group is a step that the back button undoes; walking from one dead letter to the next is none.
      onShow={(next) => ways.openDeadLetters(next, { replace: next.group === shown.group && next.topic === shown.topic })}
      onReplay={ways.startReplay}
      onOpenTopic={ways.openTopic}
      onOpenRecord={ways.openRecord}
      onOpenJob={ways.openJob}
      payload={payload}
    />
  )
}
