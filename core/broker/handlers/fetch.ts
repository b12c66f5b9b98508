// Fetch (key 1), versions 4-18.
//
// Returns whole batches from the one that contains each offset, never past the high watermark; the first batch may exceed the limits (KIP-74).
// Parks until min_bytes are there, a partition errs or goes, or max_wait_ms is over. v13+ speaks of topic ids (KIP-516). v12+ with a last fetched
// epoch that this log never had gets OFFSET_OUT_OF_RANGE, as in Kafka.
// Not implemented: fetch sessions (KIP-227; session id 0 is always answered, which clients take as "none kept"), preferred replicas (KIP-392),
// replica fetches. read_committed ends at the last stable offset and tells which transactions in what it got were aborted (KIP-98).
import { LEADER_EPOCH, type PartitionLog } from '../../log/partition-log.ts'
import { batches, codecOf, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { Fetch } from '../../protocol/messages/fetch.ts'
import { handler, type RequestContext } from '../handler.ts'
import { checkLeaderEpoch, findAllowedTopic, findLog } from '../partition-lookup.ts'

type Request = RequestOf<typeof Fetch>
type Response = ResponseOf<typeof Fetch>
type TopicResponse = Response['responses'][number]
type PartitionResponse = TopicResponse['partitions'][number]
type PartitionRequest = Request['topics'][number]['partitions'][number]

const FIRST_VERSION_WITH_TOPIC_IDS = 13
const FIRST_VERSION_WITH_ZSTD = 10
const READ_COMMITTED = 1
const ZSTD = 4

function answerFetch(request: Request, context: RequestContext): Response | Promise<Response> {
  const refused = refuseSession(request)
  if (refused !== ErrorCode.NONE) return { errorCode: refused, responses: [] }
  const prefetches = prefetchCold(request, context)
  if (prefetches.length === 0) return readOrPark(request, context)
  // Whoever has left meanwhile may have been sent away because the broker stops: there may be nothing to read any more.
  return Promise.all(prefetches).then(() => (context.connection.closed.aborted ? ABANDONED : readOrPark(request, context)))
}

/** Nobody is left to read it. */
const ABANDONED: Response = { responses: [] }

/** Old records are brought into memory by other threads before the event loop copies them. */
function prefetchCold(request: Request, context: RequestContext): Promise<void>[] {
  const prefetches: Promise<void>[] = []
  let remaining = request.maxBytes
  for (const { log, partition } of logsOf(request, context)) {
    if (remaining <= 0) break
    if (!log.isCold(partition.fetchOffset)) continue
    prefetches.push(log.prefetch(partition.fetchOffset, Math.min(partition.partitionMaxBytes, remaining)))
    remaining -= partition.partitionMaxBytes
  }
  return prefetches
}

function* logsOf(request: Request, context: RequestContext): Iterable<{ log: PartitionLog; partition: PartitionRequest }> {
  const usesIds = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS
  for (const { topic: name, topicId, partitions } of request.topics) {
    const found = findAllowedTopic(context, 'READ', { name, topicId, usesIds })
    for (const partition of partitions) {
      const log = findLog(context.broker, found, partition.partition)
      if (typeof log !== 'number') yield { log, partition }
    }
  }
}

function readOrPark(request: Request, context: RequestContext): Response | Promise<Response> {
  const { response, ...first } = read(request, context)
  if (first.hasError || first.bytes >= first.minBytes || request.maxWaitMs <= 0 || first.logs.size === 0) return response
  return park(first, request, context)
}

/** What was read is let go of: a client may have any number of fetches waiting for a little more than there is. */
async function park(first: Omit<Reading, 'response'>, request: Request, context: RequestContext): Promise<Response> {
  await context.broker.fetches.park({
    partitionIds: [...first.logs.keys()].map((log) => log.partitionId),
    maxWaitMs: request.maxWaitMs,
    closed: context.connection.closed,
    isSatisfied: () => first.bytes + bytesSince(first.logs, request.isolationLevel) >= first.minBytes,
  })
  return context.connection.closed.aborted ? ABANDONED : read(request, context).response
}

export const fetch = handler(Fetch, answerFetch, 'waits')

/** Sessionless (0,-1), a new session (0,0) or a closing one (id,-1) are read in full; any other names a session that was never given out. */
function refuseSession({ sessionEpoch }: Request): number {
  if (sessionEpoch === -1 || sessionEpoch === 0) return ErrorCode.NONE
  return ErrorCode.FETCH_SESSION_ID_NOT_FOUND
}

interface Reading {
  readonly response: Response
  readonly bytes: number
  readonly minBytes: number
  readonly hasError: boolean
  readonly logs: ReadonlyMap<PartitionLog, Seen>
}

/** What a log was when it was read. */
interface Seen {
  readonly sizeBytes: number
  /** Where reading had to end. */
  readonly endOffset: number
  /** More was durable than could be read: a transaction was open. */
  readonly isUnstable: boolean
}

/** What is left of the request's byte budget as partitions are read in their order. */
interface Budget {
  remaining: number
  taken: number
}

function read(request: Request, context: RequestContext): Reading {
  const usesIds = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS
  const maxBytes = Math.min(request.maxBytes, context.broker.configs.getInt('fetch.max.bytes'))
  const budget: Budget = { remaining: maxBytes, taken: 0 }
  const logs = new Map<PartitionLog, Seen>()
  let hasError = false
  const responses = request.topics.map(({ topic: name, topicId, partitions }): TopicResponse => {
    const found = findAllowedTopic(context, 'READ', { name, topicId, usesIds })
    return {
      topic: name,
      topicId,
      partitions: partitions.map((partition) => {
        const log = findLog(context.broker, found, partition.partition)
        const answer = typeof log === 'number' ? failed(partition, log) : readPartition(partition, log, request, context.apiVersion, budget)
        if (typeof log !== 'number') logs.set(log, seen(log, request.isolationLevel))
        hasError ||= answer.errorCode !== ErrorCode.NONE
        return answer
      }),
    }
  })
  return { response: { responses }, bytes: budget.taken, minBytes: Math.min(request.minBytes, maxBytes), hasError, logs }
}

function readPartition(request: PartitionRequest, log: PartitionLog, { isolationLevel }: Request, apiVersion: number, budget: Budget): PartitionResponse {
  const errorCode = checkLeaderEpoch(request.currentLeaderEpoch) || checkPosition(request, log)
  if (errorCode !== ErrorCode.NONE) return failed(request, errorCode)
  const maxBytes = Math.max(0, Math.min(request.partitionMaxBytes, budget.remaining))
  const records = log.read(request.fetchOffset, maxBytes, budget.taken === 0, endOf(log, isolationLevel))
  if (apiVersion < FIRST_VERSION_WITH_ZSTD && holdsZstd(records)) return failed(request, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
  budget.taken += records.length
  budget.remaining -= records.length
  return {
    partitionIndex: request.partition,
    errorCode: ErrorCode.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    abortedTransactions: isolationLevel === READ_COMMITTED ? abortedIn(records, request.fetchOffset, log) : null,
    records,
  }
}

const endOf = (log: PartitionLog, isolationLevel: number): number => (isolationLevel === READ_COMMITTED ? log.lastStableOffset : log.highWatermark)

function abortedIn(records: Buffer, fetchOffset: number, log: PartitionLog): { producerId: number; firstOffset: number }[] {
  if (records.length === 0 || !log.hasAbortedTransactions) return []
  let endOffset = fetchOffset
  for (const { header } of batches(records)) endOffset = lastOffsetOf(header) + 1
  return log.abortedTransactions(fetchOffset, endOffset)
}

function checkPosition({ fetchOffset, lastFetchedEpoch }: PartitionRequest, log: PartitionLog): number {
  const isInRange = fetchOffset >= log.logStartOffset && fetchOffset <= log.logEndOffset && lastFetchedEpoch <= LEADER_EPOCH
  return isInRange ? ErrorCode.NONE : ErrorCode.OFFSET_OUT_OF_RANGE
}

/** Consumers before Fetch v10 cannot know zstd (KIP-110). */
function holdsZstd(records: Buffer): boolean {
  for (const { header } of batches(records)) if (codecOf(header.attributes) === ZSTD) return true
  return false
}

/** As in Kafka, an error comes without offsets: where a log begins and ends is asked of ListOffsets. */
function failed({ partition }: PartitionRequest, errorCode: number): PartitionResponse {
  return { partitionIndex: partition, errorCode, highWatermark: -1, abortedTransactions: null, records: EMPTY }
}

const EMPTY = Buffer.alloc(0)

function seen(log: PartitionLog, isolationLevel: number): Seen {
  const endOffset = endOf(log, isolationLevel)
  return { sizeBytes: log.sizeBytes, endOffset, isUnstable: endOffset < log.highWatermark }
}

/** Bytes that became readable since the logs were read; an upper estimate for records already past the wanted offset never delays an answer. */
function bytesSince(logs: ReadonlyMap<PartitionLog, Seen>, isolationLevel: number): number {
  let bytes = 0
  for (const [log, { sizeBytes, endOffset, isUnstable }] of logs) {
    if (endOf(log, isolationLevel) === endOffset) continue
    if (isUnstable) return Number.POSITIVE_INFINITY // the end of a transaction lets out what was there before
    bytes += Math.max(0, log.sizeBytes - sizeBytes)
  }
  return bytes
}
