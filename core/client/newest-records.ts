// The newest N records over many partitions: real records, however many offsets hold none, in memory that N bounds.
import { EARLIEST, LATEST, listOffsets, type OffsetOrError } from './admin/list-offsets.ts'
import { BackwardReader, type ProjectedRecord, type ReadBudget } from './backward-reader.ts'
import type { ClientRecord } from './client-record.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { TopicReader } from './topic-reader.ts'

export interface NewestOptions<T> {
  /** All if left out. */
  readonly partitions?: readonly number[] | undefined
  readonly limit: number
  /** What is kept of a record; its bytes must not be. */
  readonly project: (record: ClientRecord) => T
}

/** What was read of one partition: [fromOffset, toOffset) of [startOffset, endOffset). */
export interface PartitionCoverage {
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  readonly fromOffset: number
  readonly toOffset: number
  readonly error: Error | null
}

const LEAST_PAGE_RECORDS = 16
const PARALLEL_READS = 16
/** Reading stops here with what it has; the coverage tells how far it came. */
const MAX_READ_BYTES = 512 * 1024 * 1024

export async function newestRecords<T>(
  cluster: ClusterConnection,
  topic: string,
  { partitions, limit, project }: NewestOptions<T>,
): Promise<{ rows: T[]; coverage: PartitionCoverage[] }> {
  const reader = await TopicReader.open(cluster, topic)
  const wanted = (partitions ?? reader.topic.partitions.map(({ partition }) => partition)).map((number) => reader.partition(number))
  const [starts, ends] = await Promise.all([
    listOffsets(cluster, reader.topic, wanted, EARLIEST),
    listOffsets(cluster, reader.topic, wanted, LATEST),
  ])
  const pageRecords = Math.min(limit, Math.max(LEAST_PAGE_RECORDS, Math.ceil(limit / wanted.length)))
  const budget: ReadBudget = { bytesLeft: MAX_READ_BYTES }
  const readers = wanted.map(({ partition }) => {
    const range = rangeOf(partition, starts.get(partition)!, ends.get(partition)!)
    const backward = new BackwardReader(reader, range, { pageRecords, project, budget })
    backward.error = range.error
    return backward
  })
  const taken = await takeNewest(readers, limit)
  return { rows: taken.toSorted(newestFirst).map(({ row }) => row), coverage: readers.map(coverageOf) }
}

function rangeOf(partition: number, start: OffsetOrError, end: OffsetOrError): { partition: number; startOffset: number; endOffset: number; error: Error | null } {
  if (start.error || end.error) return { partition, startOffset: 0, endOffset: 0, error: start.error ?? end.error }
  return { partition, startOffset: start.offset, endOffset: end.offset, error: null }
}

async function takeNewest<T>(readers: readonly BackwardReader<T>[], limit: number): Promise<ProjectedRecord<T>[]> {
  const taken: ProjectedRecord<T>[] = []
  while (taken.length < limit) {
    await inParallel(readers.filter((reader) => reader.wantsPage))
    const newest = readers.reduce<BackwardReader<T> | undefined>((best, reader) => (isNewer(reader, best) ? reader : best), undefined)
    if (!newest) break
    taken.push(newest.take())
  }
  return taken
}

function isNewer<T>({ head }: BackwardReader<T>, best: BackwardReader<T> | undefined): boolean {
  return head !== undefined && (best === undefined || head.rankTimestamp > best.head!.rankTimestamp)
}

async function inParallel<T>(readers: readonly BackwardReader<T>[]): Promise<void> {
  const waiting = readers.values()
  const work = async (): Promise<void> => {
    for (const reader of waiting) await reader.nextPage()
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL_READS, readers.length) }, work))
}

function newestFirst<T>(a: ProjectedRecord<T>, b: ProjectedRecord<T>): number {
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? -1 : 1
  return a.partition === b.partition ? Number(b.offset - a.offset) : a.partition - b.partition
}

function coverageOf(reader: BackwardReader<unknown>): PartitionCoverage {
  const { partition, startOffset, endOffset, error } = reader
  return { partition, startOffset, endOffset, fromOffset: Math.max(reader.fromOffset, startOffset), toOffset: endOffset, error }
}
