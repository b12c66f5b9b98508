// One topic seen from its sides: its messages (which the window gives), its partitions and its configuration, under one bar.
import { Tabs } from '@base-ui/react/tabs'
import { PencilLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { ConfigSide } from './config-side.tsx'
import { PartitionsSide } from './partitions-side.tsx'
import { useTopicActions } from './topic-actions.tsx'
import { KindBadges } from './topic-columns.tsx'
import { cleanupPolicyOf } from './topic-shapes.ts'
import type { TopicSide } from './topics-screen.tsx'
import { useTopicDetail } from './topics.queries.ts'

export interface TopicFrameProps {
  connection: Connection
  topic: string
  /** Where clients reach the cluster; what the connection was entered with, if absent. */
  bootstrap?: string | undefined
  side: TopicSide
  onSide: (side: TopicSide) => void
  onBack: () => void
  onCompose: () => void
  writable: boolean
  onArm: () => void
  onDeleted: () => void
  /** The messages; only in the page while that side is chosen. */
  children: ReactNode
}

const SIDES: readonly { side: TopicSide; label: string; keys: string }[] = [
  { side: 'messages', label: 'Messages', keys: 'Shift+M' },
  { side: 'partitions', label: 'Partitions', keys: 'Shift+P' },
  { side: 'config', label: 'Configuration', keys: 'Shift+F' },
]

export function TopicFrame(props: TopicFrameProps): ReactNode {
  const { connection, topic, side, onSide, onCompose, children } = props
  const bootstrap = props.bootstrap ?? connection.bootstrapServers.join(',')
  const actions = useTopicActions({ ...props, bootstrap })
  useCommands([
    ...SIDES.map(({ side: other, label, keys }) => ({ id: `topic.${other}`, title: `${label} of the topic`, keys: [keys], run: () => onSide(other) })),
    { id: 'topic.copyName', title: 'Copy the name of the topic', keys: [], run: () => void copyText(topic, `the name “${topic}”`) },
    { id: 'topic.widen', title: 'Add partitions to the topic', keys: [], run: () => actions.widen(topic) },
    { id: 'topic.delete', title: 'Delete the topic', keys: [], run: () => actions.remove(topic) },
  ])
  return (
    <Tabs.Root value={side} onValueChange={(next) => onSide(next as TopicSide)} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-stretch gap-3 border-b border-n6 px-3">
        <Place {...props} />
        <Tabs.List aria-label={`Sides of ${topic}`} className="flex shrink-0 items-stretch gap-1">
          {SIDES.map(({ side: other, label }) => (
            <Tabs.Tab
              key={other}
              value={other}
              className="inline-flex items-center border-y-2 border-transparent px-1.5 whitespace-nowrap text-n10 hover:text-n12 data-active:border-b-accent data-active:font-medium data-active:text-n12"
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className="flex-1" />
        <span className="flex shrink-0 items-center gap-1.5">
          <MenuButton label={`Actions of ${topic}`} entries={[...actions.copyEntries(topic), { separator: true }, ...actions.changeEntries(topic)]} />
          <Button onClick={onCompose}>
            <PencilLine size={14} aria-hidden="true" />
            Compose
          </Button>
        </span>
      </header>
      {SIDES.map(({ side: other }) => (
        <Tabs.Panel key={other} value={other} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          {other === 'messages' ? children : other === 'partitions' ? <PartitionsSide {...props} /> : <ConfigSide {...props} />}
        </Tabs.Panel>
      ))}
      {actions.dialogs}
    </Tabs.Root>
  )
}

function Place({ connection, topic, onBack }: TopicFrameProps): ReactNode {
  const { data } = useTopicDetail(connection.id, topic, null)
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Breadcrumb list="Topics" name={topic} onBack={onBack} />
      <KindBadges topic={data ?? { name: topic, isInternal: false }} cleanupPolicy={cleanupPolicyOf(data ?? { configs: [] })} onlySpecial />
    </div>
  )
}
