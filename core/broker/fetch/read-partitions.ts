// Reads the partitions that a fetch wants, in their order, until its bytes are used up.
import { LEADER_EPOCH, type PartitionLog } from '../../log/partition-log.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { READ_COMMITTED } from '../../protocol/isolation-level.ts'
import type { Fetch } from '../../protocol/messages/fetch.ts'
import { batches, codecOf, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { RequestContext } from '../handler.ts'
import { checkLeaderEpoch, fetchEndOf, findAllowedTopic, findLog, type FoundTopic } from '../partition-lookup.ts'

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
  /** Of a partition that was read. What does not exist ends no wait: the consumer of a deleted topic would ask without a pause. */
  readonly hasError: boolean
  /** The partitions that do not exist, or that the client may not read. */
  readonly missing: ReadonlySet<string>
}

/** What is left of the fetch's byte budget as partitions are read. */
interface Budget {
  remaining: number
  taken: number
}

export const FIRST_VERSION_WITH_TOPIC_IDS = 13
const FIRST_VERSION_WITH_ZSTD = 10
const ZSTD = 4
const EMPTY = Buffer.alloc(0)

/**
 * Partitions of which a session's client knows everything already are passed over. As in Kafka those that do not exist, or that the client may not read,
 * come last; they tell no aborted transactions (`[]`), unless they went while the fetch waited (null, as every partition that was asked).
 * `missingBefore` is what was missing before it waited.
 */
export function readPartitions(wanted: readonly WantedTopic[], isolationLevel: number, maxBytes: number, context: RequestContext, missingBefore?: ReadonlySet<string>): Reading {
  const budget: Budget = { remaining: maxBytes, taken: 0 }
  const topics: TopicAnswer[] = []
  const lostTopics: TopicAnswer[] = []
  const missing = new Set<string>()
  let hasError = false
  for (const { topic, topicId, partitions } of wanted) {
    const found = findWanted(topic, topicId, context)
    const answers: PartitionAnswer[] = []
    const lost: PartitionAnswer[] = []
    for (const partition of partitions) {
      const log = findLog(context.broker, found, partition.partition)
      if (typeof log === 'number') {
        const key = `${topicId} ${topic} ${partition.partition}`
        missing.add(key)
        lost.push(failed(partition, log, missingBefore?.has(key) === false ? null : []))
        continue
      }
      const answer = readPartition(partition, log, isolationLevel, budget, context)
      if (answer === undefined) continue
      hasError ||= answer.errorCode !== ErrorCode.NONE
      answers.push(answer)
    }
    if (answers.length > 0) topics.push({ topic, topicId, partitions: answers })
    if (lost.length > 0) lostTopics.push({ topic, topicId, partitions: lost })
  }
  return { topics: withLast(topics, lostTopics), bytes: budget.taken, hasError, missing }
}

function withLast(topics: readonly TopicAnswer[], [first, ...more]: readonly TopicAnswer[]): readonly TopicAnswer[] {
  if (first === undefined) return topics
  const last = topics.at(-1)
  if (last === undefined || last.topic !== first.topic || last.topicId !== first.topicId) return [...topics, first, ...more]
  return [...topics.slice(0, -1), { ...last, partitions: [...last.partitions, ...first.partitions] }, ...more]
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

function findWanted(name: string, topicId: string, context: RequestContext): FoundTopic {
  return findAllowedTopic(context, 'READ', { name, topicId, usesIds: context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS })
}

function readPartition(wanted: WantedPartition, log: PartitionLog, isolationLevel: number, budget: Budget, { apiVersion, broker }: RequestContext): PartitionAnswer | undefined {
  const errorCode = checkLeaderEpoch(wanted.currentLeaderEpoch) || checkPosition(wanted, log)
  if (errorCode !== ErrorCode.NONE) return failed(wanted, errorCode, null)
  const endOffset = fetchEndOf(log, isolationLevel, broker)
  if (wanted.fetchOffset >= endOffset && isTold(wanted, log)) return undefined
  const maxBytes = Math.min(wanted.partitionMaxBytes, budget.remaining)
  budget.remaining = Math.max(0, budget.remaining)
  if (maxBytes < 0) return failed(wanted, ErrorCode.UNKNOWN_SERVER_ERROR, null) // what Kafka makes of less than nothing
  const records = log.read(wanted.fetchOffset, maxBytes, budget.taken === 0, endOffset)
  if (apiVersion < FIRST_VERSION_WITH_ZSTD && holdsZstd(records)) return failed(wanted, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, [])
  budget.taken += records.length
  budget.remaining = Math.max(0, budget.remaining - records.length)
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
export function failed({ partition }: WantedPartition, errorCode: number, abortedTransactions: [] | null): PartitionAnswer {
  return { partitionIndex: partition, errorCode, highWatermark: -1, abortedTransactions, records: EMPTY }
}
