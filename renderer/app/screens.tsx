// Which screen stands for which place, and how screens lead to one another. Features know nothing of each other; this file does.
import { type ReactNode, useEffect } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { ComposerScreen } from '../features/composer/composer-screen.tsx'
import { prefetchEditor } from '../features/composer/value-editor.tsx'
import { GroupScreen } from '../features/groups/group-screen.tsx'
import { GroupsScreen } from '../features/groups/groups-screen.tsx'
import { useLoadDemo } from '../features/home/home.queries.ts'
import { HomeScreen } from '../features/home/home-screen.tsx'
import { tellLoaded } from '../features/home/tell-loaded.ts'
import { BrokerScreen } from '../features/local-broker/broker-screen.tsx'
import type { BrokerWatch } from '../features/local-broker/local-broker.queries.ts'
import { RetriesScreen } from '../features/retries/retries-screen.tsx'
import { TopicsScreen } from '../features/topics/topics-screen.tsx'
import { failureOf } from '../rpc/failure.ts'
import { useCommands } from '../ui/commands.ts'
import { toast } from '../ui/toast.tsx'
import { DeadLettersPlace } from './dead-letters-place.tsx'
import { go } from './places.ts'
import { ReplayPlace } from './replay-place.tsx'
import { LOCAL, type Route } from './route.ts'
import { SettingsPlace } from './settings-place.tsx'
import { TopicPlace } from './topic-place.tsx'
import { type Ways, waysOf } from './ways.ts'

export interface ScreensProps {
  route: Route
  connection: Connection
  connections: readonly Connection[]
  broker: BrokerWatch
  writable: boolean
  bootstrap: string
  dark: boolean
  onArm: () => void
  onConnect: () => void
}

export function Screens(props: ScreensProps): ReactNode {
  const { screen } = props.route
  const ways = waysOf(props.connection.id)
  const compose = (): void => ways.compose(screen.name === 'topic' ? screen.topic : undefined)
  useCommands([{ id: 'app.compose', title: 'Compose a message', keys: ['Mod+N', 'C', 'Alt+2'], run: compose }])
  usePrefetchedEditor()
  return screenFor(props, ways)
}

function screenFor(props: ScreensProps, ways: Ways): ReactNode {
  const { connection, connections, broker, bootstrap, writable, dark, onArm, onConnect } = props
  const { screen } = props.route
  switch (screen.name) {
    case 'home':
      return <HomePlace {...props} />
    case 'topics':
      return <TopicsPlace {...props} ways={ways} />
    case 'topic':
      return <TopicPlace key={screen.topic} screen={screen} connection={connection} bootstrap={bootstrap} writable={writable} onArm={onArm} ways={ways} />
    case 'compose':
      return <ComposerScreen connection={connection} writable={writable} dark={dark} onArm={onArm} onOpenRecord={ways.openRecord} />
    case 'groups':
      return <GroupsScreen connection={connection} bootstrap={bootstrap} onOpen={ways.openGroup} />
    case 'group':
      return (
        <GroupScreen
          key={screen.groupId}
          connection={connection}
          groupId={screen.groupId}
          bootstrap={bootstrap}
          onBack={() => ways.show({ name: 'groups' })}
          onOpenTopic={(topic, record) => (record ? ways.openRecord(topic, record) : ways.openTopic(topic))}
        />
      )
    case 'dead-letters':
      return <DeadLettersPlace shown={screen} connection={connection} writable={writable} onArm={onArm} ways={ways} />
    case 'replay':
    case 'jobs':
    case 'job':
    case 'ledger':
      return <ReplayPlace screen={screen} connection={connection} connections={connections} dark={dark} ways={ways} />
    case 'retries':
      return (
        <RetriesScreen
          connection={connection}
          writable={writable}
          onArm={onArm}
          shown={screen.policy}
          onShow={(policy) => ways.show({ name: 'retries', policy })}
          onOpenTopic={ways.openTopic}
          onOpenRecord={ways.openRecord}
          onOpenGroup={ways.openGroup}
          onLocal={() => waysOf(LOCAL).show({ name: 'retries', policy: null })}
        />
      )
    case 'broker':
      return <BrokerScreen broker={broker} />
    case 'settings':
      return <SettingsPlace connections={connections} onConnect={onConnect} />
  }
}

function TopicsPlace({ connection, bootstrap, writable, onArm, ways }: ScreensProps & { ways: Ways }): ReactNode {
  const demo = useLoadDemo()
  const loadDemo = (): void => {
    if (demo.isPending) return
    const onError = (error: Error): void => {
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message, detail: remedy })
    }
    demo.mutate(undefined, { onSuccess: (loaded) => tellLoaded(loaded, ways.openTopic), onError })
  }
  return (
    <TopicsScreen
      connection={connection}
      bootstrap={bootstrap}
      writable={writable}
      onArm={onArm}
      onOpen={ways.openTopic}
      onCompose={ways.compose}
      onLoadDemo={loadDemo}
    />
  )
}

/** The home is about the local broker, whatever cluster the window looks at. */
function HomePlace({ broker, connections, onConnect }: ScreensProps): ReactNode {
  const local = waysOf(LOCAL)
  const bootstrap = broker.status?.address ?? connections.find(({ kind }) => kind === 'local')?.bootstrapServers.join(',') ?? ''
  return (
    <HomeScreen
      broker={broker}
      bootstrap={bootstrap}
      connections={connections}
      onOpenTopics={() => local.show({ name: 'topics' })}
      onOpenTopic={local.openTopic}
      onOpenGroup={local.openGroup}
      onOpenDeadLetters={() => local.openDeadLetters()}
      onOpenBroker={() => local.show({ name: 'broker' })}
      onConnect={onConnect}
      onSwitch={(connectionId) => go({ connectionId, screen: { name: 'topics' } })}
    />
  )
}

/** The editor is the heaviest part of the page: it is loaded when nothing else is going on. */
function usePrefetchedEditor(): void {
  useEffect(() => {
    const idle = requestIdleCallback(() => prefetchEditor(), { timeout: 3_000 })
    return () => cancelIdleCallback(idle)
  }, [])
}
