// The strip at the bottom: the local broker at a glance, and the clock's zone.
import type { ReactNode } from 'react'
import { ClientsPopover } from '../features/local-broker/clients-popover.tsx'
import type { BrokerWatch } from '../features/local-broker/local-broker.queries.ts'
import { counted } from '../format/numbers.ts'
import { formatBytes } from '../format/sizes.ts'
import { zoneOf } from '../format/times.ts'
import { now } from '../ui/clock.ts'

export function StatusBar({ broker: { status, failure } }: { broker: BrokerWatch }): ReactNode {
  return (
    <footer
      aria-label="Local broker"
      className="flex h-6.5 shrink-0 items-center gap-4 border-t border-n6 bg-n3 px-2 text-small text-n10 tabular-nums"
    >
      {status ? (
        <>
          <span
            className="flex items-center gap-1.5 text-n11 select-text"
            title={`Data: ${status.dataFolder}\nCluster id: ${status.clusterId}`}
          >
            <span aria-hidden="true" className={`size-2 rounded-full ${failure ? 'bg-warn' : 'bg-good'}`} />
            broker <span className="font-mono">{status.address}</span>
            {failure && <span className="text-warn">not answering</span>}
          </span>
          <ClientsPopover clients={status.clients} />
          <span title="Accepted since the broker started">{counted(status.recordsIn, 'record')} in</span>
          <span>
            {counted(status.topicCount, 'topic')}, {counted(status.partitionCount, 'partition')}
          </span>
          <span
            title={`Readable: ${formatBytes(status.storage.liveBytes)}\nOn disk but no longer readable: ${formatBytes(status.storage.pinnedBytes)}`}
          >
            disk {formatBytes(status.storage.diskBytes)}
          </span>
        </>
      ) : (
        <span className={failure ? 'text-bad' : ''}>{failure ? failure.message : 'Asking the local broker…'}</span>
      )}
      <span className="flex-1" />
      <span>{zoneOf(new Date(now()))}</span>
    </footer>
  )
}
