// Which cluster the window looks at, what it may do there, and the way to another one.
import { Menu } from '@base-ui/react/menu'
import { Check, ChevronDown, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { useNow } from '../../ui/clock.ts'
import { accessOf } from './access.ts'
import { AccessWords } from './access-words.tsx'
import { clusterColour } from './cluster-colour.ts'

export interface ClusterSwitcherProps {
  connections: readonly Connection[]
  current: Connection
  onSwitch: (connectionId: string) => void
  onAdd: () => void
  onArm: () => void
  onDisarm: () => void
  onRemove: () => void
}

const itemClass = 'flex h-7 items-center gap-2 rounded-inner px-2 outline-none select-none data-highlighted:bg-accent-soft'

export function ClusterSwitcher(props: ClusterSwitcherProps): ReactNode {
  const { connections, current, onSwitch, onAdd } = props
  const nowMs = useNow(1_000)
  return (
    <Menu.Root>
      <Menu.Trigger className="flex h-7 min-w-0 items-center gap-2 rounded-inner px-2 hover:bg-n4 data-popup-open:bg-n4">
        <Swatch connection={current} />
        <span className="sr-only">Cluster:</span>
        <span className="max-w-60 truncate font-medium">{current.name}</span>
        <AccessWords access={accessOf(current, nowMs)} />
        <ChevronDown size={13} aria-hidden="true" className="text-n9" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start">
          <Menu.Popup className="floating min-w-80 rounded-outer border border-n7 bg-n2 p-1 shadow-float transition-opacity duration-100 outline-none">
            <Menu.Group>
              <Menu.GroupLabel className="px-2 py-1 text-small text-n10">Clusters</Menu.GroupLabel>
              {connections.map((connection) => (
                <Menu.Item key={connection.id} className={itemClass} onClick={() => onSwitch(connection.id)}>
                  <Swatch connection={connection} />
                  <span className="min-w-0 flex-1 truncate" title={connection.bootstrapServers.join(', ')}>
                    {connection.name}
                  </span>
                  <AccessWords access={accessOf(connection, nowMs)} />
                  <Check size={13} aria-hidden="true" className={connection.id === current.id ? '' : 'invisible'} />
                </Menu.Item>
              ))}
            </Menu.Group>
            <Menu.Separator className="my-1 h-px bg-n6" />
            {current.kind === 'remote' && <RemoteItems {...props} writable={accessOf(current, nowMs).writable} />}
            <Menu.Item className={itemClass} onClick={onAdd}>
              <Plus size={13} aria-hidden="true" />
              Connect to a cluster…
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function RemoteItems({ current, onArm, onDisarm, onRemove, writable }: ClusterSwitcherProps & { writable: boolean }): ReactNode {
  return (
    <>
      <Menu.Item className={itemClass} onClick={writable ? onDisarm : onArm}>
        {writable ? `Make ${current.name} read-only now` : `Arm ${current.name} for writing…`}
      </Menu.Item>
      <Menu.Item className={itemClass} onClick={onRemove}>
        Forget {current.name}
      </Menu.Item>
    </>
  )
}

function Swatch({ connection }: { connection: Connection }): ReactNode {
  return <span aria-hidden="true" className="size-2.5 shrink-0 rounded-[3px]" style={{ background: clusterColour(connection) }} />
}
