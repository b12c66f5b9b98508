// One record, whole, by its offset.
import { EARLIEST, LATEST } from './admin/list-offsets.ts'
import type { ClientRecord } from './client-record.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { TopicReader } from './topic-reader.ts'
import type { TransactionOutcome } from './transaction-outcomes.ts'

/** The offset exists no more, not yet, or holds no record. */
export class NoSuchRecord extends Error {
  override readonly name = 'NoSuchRecord'
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

export interface ReadRecord extends ClientRecord {
  /** null = it is in no transaction. */
  readonly transaction: TransactionOutcome | null
}

export async function readRecord(cluster: ClusterConnection, topic: string, partition: number, offset: bigint): Promise<ReadRecord> {
  const reader = await TopicReader.open(cluster, topic)
  reader.partition(partition)
  if (offset < 0n) throw new NoSuchRecord(`${offset} is not an offset: the first record of a partition has offset 0.`, '')
  const [startOffset, endOffset] = await Promise.all([reader.offset(partition, EARLIEST), reader.offset(partition, LATEST)])
  const where = `Partition ${partition} of "${topic}"`
  if (offset < startOffset || offset >= endOffset) {
    const range = startOffset === endOffset ? `is empty; the next offset is ${endOffset}` : `holds the offsets ${startOffset} to ${endOffset - 1}`
    throw new NoSuchRecord(`${where} ${range}; ${offset} is not among them.`, offset < startOffset ? 'Retention has removed it.' : '')
  }
  const { records, nextOffset, outcomeOf } = await reader.read(partition, Number(offset))
  const record = records.find((candidate) => candidate.offset === offset)
  if (record) return { ...record, transaction: outcomeOf(record.batch) }
  // What was fetched may end with the markers before an open transaction.
  const later = records[0] ?? (await reader.read(partition, nextOffset)).records[0]
  const next = later === undefined ? '' : `The next record is at offset ${later.offset}.`
  throw new NoSuchRecord(`${where} holds no record at offset ${offset}: it was compacted away, or is a marker of a transaction.`, next)
}
