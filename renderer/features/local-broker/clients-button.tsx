// How many client programs use the local broker: a count that leads to its panel.
import type { ReactNode } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { countPrograms } from '../../format/client-programs.ts'
import { counted } from '../../format/numbers.ts'

export function ClientsButton({ clients, onOpen }: { clients: BrokerStatus['clients']; onOpen: () => void }): ReactNode {
  return (
    <button type="button" className="rounded-inner px-1 hover:bg-n4" title="Open the broker panel" onClick={onOpen}>
      {counted(countPrograms(clients), 'client')}
    </button>
  )
}
