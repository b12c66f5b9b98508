// The clusters that are known, with the ways to change them; their dialogs belong to another feature.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { Button } from '../../ui/button.tsx'

export interface ClustersSettingProps {
  connections: readonly Connection[]
  onConnect: () => void
  onEdit: (connection: Connection) => void
  onForget: (connection: Connection) => void
}

export function ClustersSetting({ connections, onConnect, onEdit, onForget }: ClustersSettingProps): ReactNode {
  return (
    <div className="flex flex-col items-start gap-2 py-3">
      <table className="w-full border-t border-n5 text-left">
        <thead className="sr-only">
          <tr>
            <th>Name</th>
            <th>Bootstrap servers</th>
            <th>Changes</th>
          </tr>
        </thead>
        <tbody>
          {connections.map((connection) => (
            <tr key={connection.id} className="h-7 border-b border-n5">
              <td className="max-w-60 truncate pr-3 font-medium">{connection.name}</td>
              <td className="max-w-80 truncate pr-3 font-mono text-mono text-n10 select-text">{connection.bootstrapServers.join(', ')}</td>
              <td className="py-0.5 text-right whitespace-nowrap">
                {connection.kind === 'local' ? (
                  <span className="text-small text-n10">always there</span>
                ) : (
                  <>
                    <Button variant="quiet" aria-label={`Edit ${connection.name}`} onClick={() => onEdit(connection)}>
                      Edit…
                    </Button>
                    <Button variant="quiet" aria-label={`Forget ${connection.name}`} onClick={() => onForget(connection)}>
                      Forget…
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button onClick={onConnect}>Connect to a cluster…</Button>
    </div>
  )
}
