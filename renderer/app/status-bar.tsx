// The strip at the bottom: the local broker at a glance, the replays that run, and the clock's zone.
import type { ReactNode } from 'react'
import type { BrokerStatus } from '../../core/contract/local-broker.ts'
import { ClientsButton } from '../features/local-broker/clients-button.tsx'
import type { BrokerWatch } from '../features/local-broker/local-broker.queries.ts'
import { ReplayGlance } from '../features/replay/replay-glance.tsx'
import { counted, formatCount } from '../format/numbers.ts'
import { formatBytes } from '../format/sizes.ts'
import { zoneOf } from '../format/times.ts'
import { useNow } from '../ui/clock.ts'
import { copyText } from '../ui/copy-text.ts'
import { useTimeZone } from '../ui/moment-text.tsx'

export interface StatusBarProps {
  broker: BrokerWatch
  onOpenBroker: () => void
  onOpenTimeZone: () => void
  onOpenJob: (jobId: string) => void
  onOpenJobs: () => void
}

const partClass = 'rounded-inner px-1 hover:bg-n4 hover:text-n12'

export function StatusBar({ broker: { status, failure }, onOpenBroker, onOpenTimeZone, onOpenJob, onOpenJobs }: StatusBarProps): ReactNode {
  const zone = useTimeZone()
  const nowMs = useNow(60_000)
  return (
    <footer
      aria-label="Local broker"
      className="flex h-6.5 shrink-0 items-center gap-3 overflow-hidden border-t border-n6 bg-n3 px-2 text-small whitespace-nowrap text-n10 tabular-nums"
    >
      {status ? (
        <BrokerParts status={status} isStale={failure !== null} onOpenBroker={onOpenBroker} />
      ) : (
        <span className={failure ? 'text-bad' : ''}>{failure ? failure.message : 'Asking the local broker…'}</span>
      )}
      <span className="flex-1" />
      <ReplayGlance className={partClass} onOpen={onOpenJob} onOpenAll={onOpenJobs} />
      <button type="button" title="The zone that times are shown in: change it in Settings" className={partClass} onClick={onOpenTimeZone}>
        {zoneOf(new Date(nowMs), zone)}
      </button>
    </footer>
  )
}

function BrokerParts({ status, isStale, onOpenBroker }: { status: BrokerStatus; isStale: boolean; onOpenBroker: () => void }): ReactNode {
  const { storage, rates } = status
  return (
    <>
      <button
        type="button"
        title={`Copy the address for Kafka clients\nData: ${status.dataFolder}\nCluster id: ${status.clusterId}`}
        className={`flex items-center gap-1.5 text-n11 ${partClass}`}
        onClick={() => void copyText(status.address, `the address ${status.address}`)}
      >
        <span aria-hidden="true" className={`size-2 rounded-full ${isStale ? 'bg-warn' : storage.refusingWrites === null ? 'bg-good' : 'bg-bad'}`} />
        local broker <span className="font-mono">{status.address}</span>
        {isStale && <span className="text-warn">not answering</span>}
        {storage.refusingWrites !== null && <span className="text-bad">refuses writes</span>}
      </button>
      <ClientsButton clients={status.clients} onOpen={onOpenBroker} />
      <span title="Average of the last few seconds, taken by the broker">{formatCount(Math.round(rates.recordsInPerSecond))} msg/s</span>
      <span title="Records that the broker has accepted since it was started">{counted(status.recordsIn, 'record')} in since start</span>
      <span>
        {counted(status.topicCount, 'topic')}, {counted(status.partitionCount, 'partition')}
      </span>
      <button
        type="button"
        title={`Readable: ${formatBytes(storage.liveBytes)}\nOn disk but no longer readable: ${formatBytes(storage.pinnedBytes)}`}
        className={partClass}
        onClick={onOpenBroker}
      >
        disk {formatBytes(storage.diskBytes)}
      </button>
    </>
  )
}
