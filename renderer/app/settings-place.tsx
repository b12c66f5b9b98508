// The settings in the window, with the dialogs of clusters that belong to another feature.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { ConnectionDialog } from '../features/connections/connection-dialog.tsx'
import { useRemoveConnection } from '../features/connections/connections.queries.ts'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { failureOf } from '../rpc/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { closeTabsOf } from './places.ts'

export function SettingsPlace({ connections, onConnect }: { connections: readonly Connection[]; onConnect: () => void }): ReactNode {
  const [dialog, setDialog] = useState<{ kind: 'edit' | 'forget'; connection: Connection } | null>(null)
  const close = (): void => setDialog(null)
  return (
    <>
      <SettingsScreen
        connections={connections}
        isInBrowser={window.desktop === undefined}
        onConnect={onConnect}
        onEdit={(connection) => setDialog({ kind: 'edit', connection })}
        onForget={(connection) => setDialog({ kind: 'forget', connection })}
      />
      {dialog?.kind === 'edit' && <ConnectionDialog connection={dialog.connection} onClose={close} onSaved={close} />}
      {dialog?.kind === 'forget' && <ForgetDialog connection={dialog.connection} onClose={close} />}
    </>
  )
}

function ForgetDialog({ connection: { id, name }, onClose }: { connection: Connection; onClose: () => void }): ReactNode {
  const remove = useRemoveConnection()
  const confirm = (): void => remove.mutate(id, { onSuccess: () => (closeTabsOf(id), onClose()) })
  return (
    <ConfirmDialog title={`Forget ${name}`} verb="Forget" danger busy={remove.isPending} failure={remove.error ? failureOf(remove.error) : null} onConfirm={confirm} onClose={onClose}>
      <p>The cluster itself is not touched. Its address and its secrets are forgotten here, and its tabs are closed.</p>
    </ConfirmDialog>
  )
}
