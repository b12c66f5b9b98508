// Where a record stands and how it came: offset, times, batch, producer.
import type { ReactNode } from 'react'
import type { WholeRecord } from '../../../core/contract/records.ts'
import { formatBytes } from '../../format/sizes.ts'
import { describeMoment } from '../../format/times.ts'
import { now } from '../../ui/clock.ts'
import { Figure } from '../../ui/figure.tsx'

export function RecordMetadata({ record }: { record: WholeRecord }): ReactNode {
  const { batch } = record
  const { local, utc, epoch } = describeMoment(record.timestamp, now())
  const idempotent = batch.producerId >= 0n
  return (
    <div role="region" aria-label="Metadata" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1 py-1">
      <Facts title="Record">
        <Fact name="Topic">{record.topic}</Fact>
        <Fact name="Partition">{record.partition}</Fact>
        <Fact name="Offset">
          <Figure value={record.offset} />
        </Fact>
        <Fact name="Size">{formatBytes(record.sizeBytes)}</Fact>
        <Fact name={record.timestampType}>{local}</Fact>
        <Fact name="UTC">{utc}</Fact>
        <Fact name="Epoch, ms">{epoch}</Fact>
      </Facts>
      <Facts title="Batch">
        <Fact name="Offsets">
          <Figure value={batch.baseOffset} /> to <Figure value={batch.lastOffset} />
        </Fact>
        <Fact name="Records">{batch.recordCount}</Fact>
        <Fact name="Size">{formatBytes(batch.sizeBytes)}</Fact>
        <Fact name="Compression">{batch.compression}</Fact>
        <Fact name="Leader epoch">{batch.leaderEpoch}</Fact>
        <Fact name="CRC-32C">{`0x${batch.crc.toString(16).padStart(8, '0')}`}</Fact>
        <Fact name="Transactional">{batch.isTransactional ? <span className="text-txn">yes</span> : 'no'}</Fact>
      </Facts>
      <Facts title="Producer">
        <Fact name="Producer id">{idempotent ? batch.producerId.toString() : 'none: not idempotent'}</Fact>
        {idempotent && <Fact name="Producer epoch">{batch.producerEpoch}</Fact>}
        {idempotent && <Fact name="Base sequence">{batch.baseSequence}</Fact>}
      </Facts>
    </div>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="px-3 py-2">
      <h3 className="pb-1 text-small font-medium text-n10">{title}</h3>
      <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-0.5 select-text">{children}</dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-n10">{name}</dt>
      <dd className="min-w-0 font-mono text-mono break-all">{children}</dd>
    </>
  )
}
