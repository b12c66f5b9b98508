// Where a record stands and how it came: offset, times, batch, producer. Kafka's names, exact numbers, and what -1 means.
import type { ReactNode } from 'react'
import type { WholeRecord } from '../../../core/contract/records.ts'
import { formatBytes } from '../../format/sizes.ts'
import { describeMoment, relativeTime } from '../../format/times.ts'
import { now } from '../../ui/clock.ts'
import { Figure } from '../../ui/figure.tsx'
import { useTimeZone } from '../../ui/moment-text.tsx'

export function RecordMetadata({ record }: { record: WholeRecord }): ReactNode {
  const { batch } = record
  const nowMs = now()
  const { local, utc, epoch } = describeMoment(record.timestamp, nowMs, useTimeZone())
  return (
    <div role="region" aria-label="Metadata" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1 py-1">
      <Facts title="Record">
        <Fact name="topic">{record.topic}</Fact>
        <Fact name="partition">{record.partition}</Fact>
        <Fact name="offset">
          <Figure value={record.offset} />
        </Fact>
        <Fact name="timestamp" note={record.timestamp < 0n ? undefined : `${local}, ${relativeTime(record.timestamp, nowMs)}`}>
          {epoch}
        </Fact>
        <Fact name="UTC">{utc}</Fact>
        <Fact name="timestampType" note={TIMESTAMP_TYPES[record.timestampType]}>
          {record.timestampType}
        </Fact>
        <Fact name="Size" note="uncompressed">
          {formatBytes(record.sizeBytes)}
        </Fact>
      </Facts>
      <Facts title="Batch">
        <Fact name="baseOffset">
          <Figure value={batch.baseOffset} />
        </Fact>
        <Fact name="lastOffset">
          <Figure value={batch.lastOffset} />
        </Fact>
        <Fact name="recordCount">
          <Figure value={batch.recordCount} />
        </Fact>
        <Fact name="Size" note="as stored">
          {formatBytes(batch.sizeBytes)}
        </Fact>
        <Fact name="compression">{batch.compression}</Fact>
        <Fact name="partitionLeaderEpoch" note={batch.leaderEpoch === -1 ? 'unknown' : undefined}>
          {batch.leaderEpoch}
        </Fact>
        <Fact name="crc" note="CRC-32C">{`0x${batch.crc.toString(16).padStart(8, '0')}`}</Fact>
      </Facts>
      <Facts title="Producer">
        <Fact name="producerId" note={batch.producerId === -1n ? 'none: the producer is not idempotent' : undefined}>
          {batch.producerId.toString()}
        </Fact>
        <Fact name="producerEpoch" note={batch.producerEpoch === -1 ? 'none' : undefined}>
          {batch.producerEpoch}
        </Fact>
        <Fact name="baseSequence" note={batch.baseSequence === -1 ? 'none' : undefined}>
          {batch.baseSequence}
        </Fact>
        <Fact name="isTransactional" note={record.transaction === null ? undefined : OUTCOMES[record.transaction]}>
          {batch.isTransactional ? <span className="text-txn">true</span> : 'false'}
        </Fact>
      </Facts>
    </div>
  )
}

const OUTCOMES = {
  committed: 'committed',
  aborted: 'aborted: consumers with isolation.level=read_committed never see it',
  open: 'open: consumers with isolation.level=read_committed wait before it',
  unknown: 'not known whether it committed',
} as const

const TIMESTAMP_TYPES = { CreateTime: 'set by the producer', LogAppendTime: 'set by the broker' } as const

function Facts({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="px-3 py-2">
      <h3 className="pb-1 text-small font-medium text-n10">{title}</h3>
      <dl className="grid grid-cols-[150px_1fr] gap-x-3 gap-y-0.5 select-text">{children}</dl>
    </section>
  )
}

function Fact({ name, note, children }: { name: string; note?: string | undefined; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="truncate text-n10">{name}</dt>
      <dd className="min-w-0 font-mono text-mono break-all">
        {children}
        {note !== undefined && <span className="ml-2 font-sans text-small text-n10">{note}</span>}
      </dd>
    </>
  )
}
