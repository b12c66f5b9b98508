// Who is connected to the local broker: a count that opens into a list.
import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { counted, formatCount } from '../../format/numbers.ts'

export function ClientsPopover({ clients }: { clients: BrokerStatus['clients'] }): ReactNode {
  return (
    <Popover.Root>
      <Popover.Trigger className="rounded-inner px-1 hover:bg-n4">{counted(clients.length, 'client')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" sideOffset={6}>
          <Popover.Popup className="floating max-h-80 w-130 overflow-auto rounded-outer border border-n7 bg-n2 p-3 shadow-float transition-opacity duration-100 outline-none">
            <Popover.Title className="pb-2 font-semibold">Connections to the local broker</Popover.Title>
            {clients.length === 0 ? <p className="text-n10">No client is connected.</p> : <ClientTable clients={clients} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function ClientTable({ clients }: { clients: BrokerStatus['clients'] }): ReactNode {
  return (
    <table className="w-full text-left select-text">
      <thead className="text-small text-n10">
        <tr>
          {['Client id', 'Library', 'Address'].map((name) => (
            <th key={name} className="pr-4 font-medium">
              {name}
            </th>
          ))}
          <th className="text-right font-medium">Requests</th>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <tr key={client.id} className="h-6.5 border-t border-n5">
            <td className="max-w-44 truncate pr-4 font-mono text-mono">{client.clientId || '—'}</td>
            <td className="max-w-44 truncate pr-4">
              {[client.softwareName, client.softwareVersion].filter(Boolean).join(' ') || 'not told'}
            </td>
            <td className="pr-4 font-mono text-mono">{client.address}</td>
            <td className="text-right tabular-nums">{formatCount(client.requests)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
