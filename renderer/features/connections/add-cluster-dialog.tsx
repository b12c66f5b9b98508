// Adds a cluster.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { ConnectionDialog } from './connection-dialog.tsx'

export function AddClusterDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (connection: Connection) => void }): ReactNode {
  return <ConnectionDialog onClose={onClose} onSaved={onAdded} />
}
