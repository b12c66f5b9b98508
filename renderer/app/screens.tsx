// Which screen stands for which place, and how screens lead to one another. Features know nothing of each other; this file does.
import { type ReactNode, useEffect } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { ComposerScreen } from '../features/composer/composer-screen.tsx'
import { draftOf } from '../features/composer/draft.ts'
import { useDrafts } from '../features/composer/drafts.ts'
import { prefetchEditor } from '../features/composer/value-editor.tsx'
import { GroupScreen } from '../features/groups/group-screen.tsx'
import { GroupsScreen } from '../features/groups/groups-screen.tsx'
import { MessagesScreen } from '../features/messages/messages-screen.tsx'
import { TopicsScreen } from '../features/topics/topics-screen.tsx'
import { useCommands } from '../ui/commands.ts'
import { go, type Route, type Screen } from './route.ts'

export interface ScreensProps {
  route: Route
  connection: Connection
  writable: boolean
  bootstrap: string
  dark: boolean
  onArm: () => void
}

export function Screens({ route, connection, writable, bootstrap, dark, onArm }: ScreensProps): ReactNode {
  const { edit, replace } = useDrafts.getState()
  const { screen } = route
  const show = (next: Screen, how?: { replace: boolean }): void => go({ connectionId: connection.id, screen: next }, how)
  const openTopic = (topic: string): void => show({ name: 'messages', topic, record: null })
  const compose = (): void => {
    if (screen.name === 'messages') edit(connection.id, { topic: screen.topic, partition: null })
    show({ name: 'compose' })
  }
  useCommands([{ id: 'app.compose', title: 'Compose a message', keys: ['Mod+N', 'C', 'Alt+2'], run: compose }])
  usePrefetchedEditor()
  switch (screen.name) {
    case 'topics':
      return <TopicsScreen connection={connection} bootstrap={bootstrap} writable={writable} onArm={onArm} onOpen={openTopic} />
    case 'messages':
      return (
        <MessagesScreen
          key={screen.topic}
          connection={connection}
          topic={screen.topic}
          bootstrap={bootstrap}
          open={screen.record}
          onOpenChange={(record) =>
            show({ ...screen, record: record && { partition: record.partition, offset: record.offset } }, { replace: true })
          }
          onBack={() => show({ name: 'topics' })}
          onCompose={compose}
          onResend={(record) => (replace(connection.id, draftOf(record)), show({ name: 'compose' }))}
        />
      )
    case 'compose':
      return (
        <ComposerScreen
          connection={connection}
          writable={writable}
          dark={dark}
          onArm={onArm}
          onOpenRecord={(topic, record) => show({ name: 'messages', topic, record })}
        />
      )
    case 'groups':
      return <GroupsScreen connection={connection} bootstrap={bootstrap} onOpen={(groupId) => show({ name: 'group', groupId })} />
    case 'group':
      return (
        <GroupScreen
          key={screen.groupId}
          connection={connection}
          groupId={screen.groupId}
          onBack={() => show({ name: 'groups' })}
          onOpenTopic={openTopic}
        />
      )
  }
}

/** The editor is the heaviest part of the page: it is loaded when nothing else is going on. */
function usePrefetchedEditor(): void {
  useEffect(() => {
    const idle = requestIdleCallback(() => prefetchEditor(), { timeout: 3_000 })
    return () => cancelIdleCallback(idle)
  }, [])
}
