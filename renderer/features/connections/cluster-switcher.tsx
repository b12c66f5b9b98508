// Which cluster the window looks at, what it may do there, and the way to another one.
import { Menu } from '@base-ui/react/menu'
import { Check, ChevronDown, KeyRound, Lock, LockOpen, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { useNow } from '../../ui/clock.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { accessOf, clockTime } from './access.ts'
import { AccessWords } from './access-words.tsx'
import { clusterColour } from './cluster-colour.ts'
import { ConnectionDialog } from './connection-dialog.tsx'
import { SecretsDialog } from './secrets-dialog.tsx'

export interface ClusterSwitcherProps {
  connections: readonly Connection[]
  current: Connection
  onSwitch: (connectionId: string) => void
  onAdd: () => void
  onArm: () => void
  onDisarm: () => void
  /** After the user has confirmed. */
  onRemove: () => void
}

type Opened = 'edit' | 'secrets' | 'forget'

const itemClass = 'flex h-7 cursor-default items-center gap-2 rounded-inner px-2 outline-none select-none data-highlighted:bg-accent-soft'

export function ClusterSwitcher(props: ClusterSwitcherProps): ReactNode {
  const { connections, current, onSwitch, onAdd, onRemove } = props
  const [opened, setOpened] = useState<Opened | null>(null)
  const nowMs = useNow(1_000)
  const close = (): void => setOpened(null)
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="flex h-7 min-w-0 items-center gap-2 rounded-inner px-2 hover:bg-n4 data-popup-open:bg-n4">
          <Swatch connection={current} />
          <span className="sr-only">Cluster:</span>
          <span className="max-w-60 min-w-8 truncate font-medium" title={current.name}>
            {current.name}
          </span>
          <AccessWords connection={current} nowMs={nowMs} />
          <ChevronDown size={13} aria-hidden="true" className="shrink-0 text-n9" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="start" className="z-20">
            <Menu.Popup className="floating max-h-(--available-height) min-w-90 overflow-y-auto rounded-outer border border-n7 bg-n2 p-1 shadow-float transition-opacity duration-100 outline-none">
              <Menu.Group>
                <Menu.GroupLabel className="px-2 py-1 text-small text-n10">Clusters</Menu.GroupLabel>
                {connections.map((connection) => (
                  <Menu.Item key={connection.id} className={itemClass} onClick={() => onSwitch(connection.id)}>
                    <Swatch connection={connection} />
                    <span className="min-w-0 flex-1 truncate" title={connection.bootstrapServers.join(', ')}>
                      {connection.name}
                    </span>
                    <AccessWords connection={connection} nowMs={nowMs} />
                    <Check size={13} aria-hidden="true" className={connection.id === current.id ? '' : 'invisible'} />
                  </Menu.Item>
                ))}
              </Menu.Group>
              <Menu.Separator className="my-1 h-px bg-n6" />
              {current.kind === 'remote' && <RemoteItems {...props} nowMs={nowMs} open={setOpened} />}
              <Menu.Item className={itemClass} onClick={onAdd}>
                <Plus size={13} aria-hidden="true" />
                Connect to a cluster…
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {opened === 'edit' && <ConnectionDialog connection={current} onClose={close} onSaved={close} />}
      {opened === 'secrets' && <SecretsDialog connection={current} onClose={close} />}
      {opened === 'forget' && <ForgetDialog connection={current} onClose={close} onForget={() => (close(), onRemove())} />}
    </>
  )
}

function RemoteItems(props: ClusterSwitcherProps & { nowMs: number; open: (dialog: Opened) => void }): ReactNode {
  const { current, onArm, onDisarm, nowMs, open } = props
  const { writable } = accessOf(current, nowMs)
  return (
    <>
      {current.missingSecrets.length > 0 && (
        <Menu.Item className={itemClass} onClick={() => open('secrets')}>
          <KeyRound size={13} aria-hidden="true" />
          Sign in to {current.name}…
        </Menu.Item>
      )}
      <Menu.Item className={itemClass} onClick={writable ? onDisarm : onArm}>
        {writable ? <Lock size={13} aria-hidden="true" /> : <LockOpen size={13} aria-hidden="true" />}
        <span className="flex-1">{writable ? `Make ${current.name} read-only now` : `Arm ${current.name} for writing…`}</span>
        {writable && current.armedUntilMs !== null && <span className="text-small text-n10">armed until {clockTime(current.armedUntilMs, nowMs)}</span>}
      </Menu.Item>
      <Menu.Item className={itemClass} onClick={() => open('edit')}>
        <Pencil size={13} aria-hidden="true" />
        Edit {current.name}…
      </Menu.Item>
      <Menu.Item className={itemClass} onClick={() => open('forget')}>
        <Trash2 size={13} aria-hidden="true" />
        Forget {current.name}…
      </Menu.Item>
    </>
  )
}

function ForgetDialog({ connection, onClose, onForget }: { connection: Connection; onClose: () => void; onForget: () => void }): ReactNode {
  const { name, bootstrapServers } = connection
  return (
    <ConfirmDialog title={`Forget ${name}?`} verb={`Forget ${name}`} danger busy={false} failure={null} onConfirm={onForget} onClose={onClose}>
      <p>
        Headwater forgets {bootstrapServers.join(', ')}, and the secrets that it keeps for it. Nothing changes on the cluster itself; it can be
        added again.
      </p>
    </ConfirmDialog>
  )
}

function Swatch({ connection }: { connection: Connection }): ReactNode {
  return <span aria-hidden="true" className="size-2.5 shrink-0 rounded-[3px]" style={{ background: clusterColour(connection) }} />
}
