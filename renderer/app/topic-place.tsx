// One topic in the window: its frame, its messages, and the record opened beside them.
import type { ReactNode } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import type { WholeRecord } from '../../core/contract/records.ts'
import { draftOf } from '../features/composer/draft.ts'
import { useDrafts } from '../features/composer/drafts.ts'
import { MessagesScreen } from '../features/messages/messages-screen.tsx'
import { RecordInspector } from '../features/record/record-inspector.tsx'
import { TopicFrame } from '../features/topics/topic-frame.tsx'
import type { Screen } from './route.ts'
import type { Ways } from './ways.ts'

export interface TopicPlaceProps {
  screen: Extract<Screen, { name: 'topic' }>
  connection: Connection
  bootstrap: string
  writable: boolean
  onArm: () => void
  ways: Ways
}

export function TopicPlace({ screen, connection, bootstrap, writable, onArm, ways }: TopicPlaceProps): ReactNode {
  const { topic, side, record } = screen
  const compose = (): void => ways.compose(topic)
  const back = (): void => ways.show({ name: 'topics' })
  const openRecord = (next: typeof record): void =>
    ways.show({ ...screen, record: next && { partition: next.partition, offset: next.offset } }, { replace: true })
  const resend = (whole: WholeRecord): void => {
    useDrafts.getState().replace(connection.id, draftOf(whole))
    ways.show({ name: 'compose' })
  }
  return (
    <TopicFrame
      connection={connection}
      topic={topic}
      bootstrap={bootstrap}
      side={side}
      onSide={(next) => ways.show({ name: 'topic', topic, side: next, record: null })}
      onBack={back}
      onCompose={compose}
      writable={writable}
      onArm={onArm}
      onDeleted={back}
    >
      <MessagesScreen
        connection={connection}
        topic={topic}
        bootstrap={bootstrap}
        open={record}
        onOpenChange={openRecord}
        onBack={back}
        onCompose={compose}
        onResend={resend}
        inspector={(address) => (
          <RecordInspector connection={connection} topic={topic} address={address} bootstrap={bootstrap} onClose={() => openRecord(null)} onResend={resend} onOpen={openRecord} />
        )}
      />
    </TopicFrame>
  )
}
