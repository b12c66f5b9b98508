// The broker at a glance: what it moves, what it holds, where it keeps it, and since when.
import type { ReactNode } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { describeHistory, formatRate, type TrafficHistory } from './traffic-history.ts'
import { uptime } from './uptime.ts'

export function BrokerFacts({ status, history }: { status: BrokerStatus; history: TrafficHistory }): ReactNode {
  const { storage, rates } = status
  return (
    <dl className="grid shrink-0 grid-cols-3 gap-x-6 gap-y-3 border-b border-n6 bg-n2 px-3 py-2.5 text-small text-n10">
      <Fact name="Messages in" value={`${formatRate(rates.recordsInPerSecond)}/s`} note={`${formatCount(status.recordsIn)} since the start`}>
        <Sparkline
          values={history.map(({ recordsInPerSecond }) => recordsInPerSecond)}
          label={describeHistory('Messages in per second', history.map(({ recordsInPerSecond }) => recordsInPerSecond))}
        />
      </Fact>
      <Fact
        name="Bytes in / out"
        value={`${formatBytes(Math.round(rates.bytesInPerSecond))}/s / ${formatBytes(Math.round(rates.bytesOutPerSecond))}/s`}
        note={`${formatBytes(status.bytesIn)} / ${formatBytes(status.bytesOut)} since the start`}
      >
        <Sparkline
          values={history.map(bytesOf)}
          label={describeHistory('Bytes in and out per second', history.map(bytesOf))}
        />
      </Fact>
      <Fact
        name="Requests"
        value={`${formatRate(rates.requestsPerSecond)}/s`}
        note={`${formatCount(status.requests)} since the start, the workbench’s own too`}
      />
      <Fact name="Running for" value={<Uptime startedAtMs={status.startedAtMs} />} note={<Since ms={status.startedAtMs} />} />
      <Fact
        name="Topics"
        value={counted(status.topicCount, 'topic')}
        note={<Copied label="Copy the cluster id" text={status.clusterId}>{counted(status.partitionCount, 'partition')}, cluster id {status.clusterId}</Copied>}
      />
      <Fact
        name="Data on disk"
        value={formatBytes(storage.diskBytes)}
        note={<Copied label="Copy the data folder" text={status.dataFolder}>{status.dataFolder}</Copied>}
      >
        <StorageParts storage={storage} />
      </Fact>
    </dl>
  )
}

const bytesOf = ({ bytesInPerSecond, bytesOutPerSecond }: BrokerStatus['rates']): number => bytesInPerSecond + bytesOutPerSecond

function Fact({ name, value, note, children }: { name: string; value: ReactNode; note?: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <div className="flex min-w-0 flex-col">
      <dt>{name}</dt>
      <dd className="flex h-5.5 items-center gap-2 text-body font-semibold text-n12 tabular-nums select-text">
        <span className="truncate">{value}</span>
        {children}
      </dd>
      {note !== undefined && <dd className="flex min-w-0 items-center tabular-nums select-text">{note}</dd>}
    </div>
  )
}

function Copied({ text, label, children }: { text: string; label: string; children: ReactNode }): ReactNode {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 truncate" title={text}>
        {children}
      </span>
      <span className="-my-1.5 shrink-0">
        <CopyButton text={() => text} label={label} />
      </span>
    </span>
  )
}

function StorageParts({ storage: { liveBytes, pinnedBytes, refusingWrites } }: Pick<BrokerStatus, 'storage'>): ReactNode {
  if (refusingWrites !== null) {
    return (
      <Badge tone="bad" title={refusingWrites}>
        REFUSING WRITES
      </Badge>
    )
  }
  return (
    <span
      className="truncate text-small font-normal text-n10"
      title={`${formatBytes(liveBytes)} of records can be read.\n${formatBytes(pinnedBytes)} are pinned: deleted, expired or compacted away, and given back once they are worth rewriting the files that hold them.`}
    >
      {formatBytes(liveBytes)} readable, {formatBytes(pinnedBytes)} pinned
    </span>
  )
}

function Since({ ms }: { ms: number }): ReactNode {
  return (
    <span>
      since <MomentText timestampMs={ms} />
    </span>
  )
}

function Uptime({ startedAtMs }: { startedAtMs: number }): ReactNode {
  return uptime(useNow(1_000) - startedAtMs)
}
