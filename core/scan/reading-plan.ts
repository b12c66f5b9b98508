// What a reading is to cover: of each partition the offsets as they are now, so that what arrives later does not belong to it.
import { EARLIEST, LATEST, listOffsets, type OffsetOrError } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { TopicPartition } from '../client/cluster-metadata.ts'
import type { TopicReader } from '../client/topic-reader.ts'
import type { PartitionCoverage } from './partition-source.ts'

/** Where a reading begins and which way it goes: as the contract's `readingStart`. Untils are not included. */
export type ReadingStart =
  | { readonly kind: 'newest' }
  | { readonly kind: 'oldest' }
  | { readonly kind: 'offset'; readonly offset: number; readonly untilOffset: number | null }
  | { readonly kind: 'time'; readonly fromTimestamp: bigint; readonly untilTimestamp: bigint | null }
  | {
      readonly kind: 'continue'
      readonly direction: 'backward' | 'forward'
      readonly coverage: readonly PartitionCoverage[]
      readonly fromTimestamp: bigint | null
      readonly untilTimestamp: bigint | null
    }

/** One partition's share: [startOffset, endOffset) was asked for, and `position` is where to begin. */
export interface PlannedPartition {
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  readonly position: number
  readonly error: Error | null
}

export interface ReadingPlan {
  readonly isBackward: boolean
  readonly fromTimestamp: bigint | null
  readonly untilTimestamp: bigint | null
  readonly partitions: readonly PlannedPartition[]
}

/** `partitions`: all if left out. Rejects UNKNOWN_TOPIC_OR_PARTITION for one that does not exist. */
export async function planReading(cluster: ClusterConnection, reader: TopicReader, start: ReadingStart, partitions: readonly number[] | undefined): Promise<ReadingPlan> {
  if (start.kind === 'continue') return planContinuation(cluster, reader, start, partitions)
  const wanted = (partitions ?? reader.topic.partitions.map(({ partition }) => partition)).map((number) => reader.partition(number))
  const isBackward = start.kind === 'newest'
  const [earliest, latest, first] = await Promise.all([
    listOffsets(cluster, reader.topic, wanted, EARLIEST),
    listOffsets(cluster, reader.topic, wanted, LATEST),
    start.kind === 'time' ? listOffsets(cluster, reader.topic, wanted, Number(start.fromTimestamp)) : null,
  ])
  const planned = wanted.map(({ partition }) => planPartition(partition, start, earliest.get(partition)!, latest.get(partition)!, first?.get(partition) ?? NOT_ASKED))
  const times = start.kind === 'time' ? start : { fromTimestamp: null, untilTimestamp: null }
  return { isBackward, fromTimestamp: times.fromTimestamp, untilTimestamp: times.untilTimestamp, partitions: planned }
}

const NOT_ASKED: OffsetOrError = { offset: -1, timestamp: -1, error: null }

function planPartition(partition: number, start: Exclude<ReadingStart, { kind: 'continue' }>, earliest: OffsetOrError, latest: OffsetOrError, first: OffsetOrError): PlannedPartition {
  const error = earliest.error ?? latest.error ?? first.error
  if (earliest.error || latest.error || first.error) return { partition, startOffset: 0, endOffset: 0, position: 0, error }
  const within = (offset: number): number => Math.min(Math.max(offset, earliest.offset), latest.offset)
  let [startOffset, endOffset] = [earliest.offset, latest.offset]
  if (start.kind === 'offset') {
    startOffset = within(start.offset)
    endOffset = Math.max(startOffset, within(start.untilOffset ?? latest.offset))
  }
  // No record is that late: all there is to say is that there is none.
  if (start.kind === 'time') startOffset = first.offset < 0 ? latest.offset : within(first.offset)
  return { partition, startOffset, endOffset, position: start.kind === 'newest' ? endOffset : startOffset, error: null }
}

type Continuation = Extract<ReadingStart, { kind: 'continue' }>

/** A partition that could not even be asked for its offsets is planned anew where that is the same question: backwards from the end. */
async function planContinuation(cluster: ClusterConnection, reader: TopicReader, start: Continuation, partitions: readonly number[] | undefined): Promise<ReadingPlan> {
  const isBackward = start.direction === 'backward'
  const covered = start.coverage.filter(({ partition }) => partitions === undefined || partitions.includes(partition))
  const unknown = covered.filter(isUnplanned).flatMap(({ partition }) => reader.topic.partitions.find((there) => there.partition === partition) ?? [])
  const anew = isBackward ? await planNewest(cluster, reader, unknown) : new Map<number, PlannedPartition>()
  const planned = covered.map((coverage) => anew.get(coverage.partition) ?? goOn(reader, coverage, isBackward))
  return { isBackward, fromTimestamp: start.fromTimestamp, untilTimestamp: start.untilTimestamp, partitions: planned }
}

async function planNewest(cluster: ClusterConnection, reader: TopicReader, partitions: readonly TopicPartition[]): Promise<Map<number, PlannedPartition>> {
  if (partitions.length === 0) return new Map()
  const plan = await planReading(cluster, reader, { kind: 'newest' }, partitions.map(({ partition }) => partition))
  return new Map(plan.partitions.map((planned) => [planned.partition, planned]))
}

function goOn(reader: TopicReader, coverage: PartitionCoverage, isBackward: boolean): PlannedPartition {
  const { partition, startOffset, endOffset, fromOffset, toOffset } = coverage
  const isThere = reader.topic.partitions.some((there) => there.partition === partition)
  const gone = new Error(`Topic "${reader.topic.name}" has ${reader.topic.partitions.length} partitions; partition ${partition} does not exist any more.`)
  const error = isUnplanned(coverage) ? coverage.error : isThere ? null : gone
  return { partition, startOffset, endOffset, position: isBackward ? fromOffset : toOffset, error }
}

function isUnplanned({ startOffset, endOffset, error }: PartitionCoverage): boolean {
  return error !== null && startOffset === endOffset
}
