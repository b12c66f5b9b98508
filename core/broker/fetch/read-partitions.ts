// Reads the partitions that a fetch wants, in their order, until its bytes are used up.
import { LEADER_EPOCH, type PartitionLog } from '../../log/partition-log.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Fetch } from '../../protocol/messages/fetch.ts'
import { batches, codecOf, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { RequestContext } from '../handler.ts'
import { checkLeaderEpoch, findAllowedTopic, findLog, type FoundTopic } from '../partition-lookup.ts'

export type TopicAnswer = ResponseOf<typeof Fetch>['responses'][number]
export type PartitionAnswer = TopicAnswer['partitions'][number]

export interface WantedPartition {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly fetchOffset: number
  readonly lastFetchedEpoch: number
  readonly partitionMaxBytes: number
  /** What a session's client was told last; left out, nothing. */
  readonly toldHighWatermark?: number
  readonly toldLogStartOffset?: number
}

export interface WantedTopic {
  readonly topic: string
  readonly topicId: string
  readonly partitions: readonly WantedPartition[]
}

export interface Reading {
  readonly topics: readonly TopicAnswer[]
  readonly bytes: number
  readonly hasError: boolean
}

/** What is left of the fetch's byte budget as partitions are read. */
interface Budget {
  remaining: number
  taken: number
}

const FIRST_VERSION_WITH_TOPIC_IDS = 13
const FIRST_VERSION_WITH_ZSTD = 10
const READ_COMMITTED = 1
const ZSTD = 4
const EMPTY = Buffer.alloc(0)

/** Partitions of which a session's client knows everything already are passed over. */
export function readPartitions(wanted: readonly WantedTopic[], isolationLevel: number, maxBytes: number, context: RequestContext): Reading {
  const budget: Budget = { remaining: maxBytes, taken: 0 }
  let hasError = false
  const topics = wanted.map(({ topic, topicId, partitions }): TopicAnswer => {
    const found = findWanted(topic, topicId, context)
    const answers: PartitionAnswer[] = []
    for (const partition of partitions) {
      const answer = readPartition(partition, found, isolationLevel, budget, context)
      if (answer === undefined) continue
      hasError ||= answer.errorCode !== ErrorCode.NONE
      answers.push(answer)
    }
    return { topic, topicId, partitions: answers }
  })
  return { topics, bytes: budget.taken, hasError }
}

/** The logs of the wanted partitions that exist. */
export function* logsOf(wanted: readonly WantedTopic[], context: RequestContext): Iterable<{ log: PartitionLog; partition: WantedPartition }> {
  for (const { topic, topicId, partitions } of wanted) {
    const found = findWanted(topic, topicId, context)
    for (const partition of partitions) {
      const log = findLog(context.broker, found, partition.partition)
      if (typeof log !== 'number') yield { log, partition }
    }
  }
}

/** How far the log may be read. */
export function endOf(log: PartitionLog, isolationLevel: number): number {
  return isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.highWatermark
}

function findWanted(name: string, topicId: string, context: RequestContext): FoundTopic {
  return findAllowedTopic(context, 'READ', { name, topicId, usesIds: context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS })
}

function readPartition(
  wanted: WantedPartition,
  found: FoundTopic,
  isolationLevel: number,
  budget: Budget,
  { broker, apiVersion }: RequestContext,
): PartitionAnswer | undefined {
  const log = findLog(broker, found, wanted.partition)
  // Kafka: null where the log was asked, none where it was not.
  if (typeof log === 'number') return failed(wanted, log, [])
  const errorCode = checkLeaderEpoch(wanted.currentLeaderEpoch) || checkPosition(wanted, log)
  if (errorCode !== ErrorCode.NONE) return failed(wanted, errorCode, null)
  const endOffset = endOf(log, isolationLevel)
  if (wanted.fetchOffset >= endOffset && isTold(wanted, log)) return undefined
  const maxBytes = Math.max(0, Math.min(wanted.partitionMaxBytes, budget.remaining))
  const records = log.read(wanted.fetchOffset, maxBytes, budget.taken === 0, endOffset)
  if (apiVersion < FIRST_VERSION_WITH_ZSTD && holdsZstd(records)) return failed(wanted, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, [])
  budget.taken += records.length
  budget.remaining -= records.length
  return {
    partitionIndex: wanted.partition,
    errorCode: ErrorCode.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: isolationLevel === READ_COMMITTED ? abortedIn(records, wanted.fetchOffset, log) : null,
    records,
  }
}

const isTold = ({ toldHighWatermark, toldLogStartOffset }: WantedPartition, log: PartitionLog): boolean =>
  toldHighWatermark === log.highWatermark && toldLogStartOffset === log.logStartOffset

function abortedIn(records: Buffer, fetchOffset: number, log: PartitionLog): { producerId: number; firstOffset: number }[] {
  if (records.length === 0 || !log.hasAbortedTransactions) return []
  let endOffset = fetchOffset
  for (const { header } of batches(records)) endOffset = lastOffsetOf(header) + 1
  return log.abortedTransactions(fetchOffset, endOffset)
}

function checkPosition({ fetchOffset, lastFetchedEpoch }: WantedPartition, log: PartitionLog): number {
  const isInRange = fetchOffset >= log.logStartOffset && fetchOffset <= log.logEndOffset && lastFetchedEpoch <= LEADER_EPOCH
  return isInRange ? ErrorCode.NONE : ErrorCode.OFFSET_OUT_OF_RANGE
}

/** Consumers before Fetch v10 cannot know zstd (KIP-110). */
function holdsZstd(records: Buffer): boolean {
  for (const { header } of batches(records)) if (codecOf(header.attributes) === ZSTD) return true
  return false
}

/** As in Kafka, an error comes without offsets: where a log begins and ends is asked of ListOffsets. */
function failed({ partition }: WantedPartition, errorCode: number, abortedTransactions: [] | null): PartitionAnswer {
  return { partitionIndex: partition, errorCode, highWatermark: -1, abortedTransactions, records: EMPTY }
}
