// Fetch (key 1), versions 4-18.
//
// Returns whole batches from the one that contains each offset, never past the high watermark; the first batch may exceed the limits (KIP-74).
// Parks until min_bytes are there, a partition that exists errs or goes, or max_wait_ms is over; at once where none exists. v12+ with a last fetched epoch that this log never had gets
// OFFSET_OUT_OF_RANGE, as in Kafka. v13+ speaks of topic ids (KIP-516). read_committed ends at the last stable offset and tells which transactions in
// what it got were aborted (KIP-98). v7+ may open a session (KIP-227): later fetches say and are told only what has changed; without room for it the
// session id is 0. A client over its consumer_byte_rate gets an empty answer that tells for how long (KIP-219).
// Of a topic with headwater.delivery.delay.ms nothing is returned before its delay is over; the high watermark is the real one.
// Not implemented: preferred replicas (KIP-392), replica fetches.
import type { PartitionLog } from '../../log/partition-log.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { READ_COMMITTED, READ_UNCOMMITTED } from '../../protocol/isolation-level.ts'
import { Fetch } from '../../protocol/messages/fetch.ts'
import { FetchSession } from '../fetch/fetch-session.ts'
import { NO_SESSION } from '../fetch/fetch-sessions.ts'
import { failed, FIRST_VERSION_WITH_TOPIC_IDS, logsOf, readPartitions, type Reading, type TopicAnswer, type WantedTopic } from '../fetch/read-partitions.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'
import { fetchEndOf } from '../partition-lookup.ts'

type Request = RequestOf<typeof Fetch>
type Response = ResponseOf<typeof Fetch>

/** A fetch under way. */
interface Fetching {
  readonly request: Request
  readonly context: RequestContext
  /** The one it goes on with; null for a full fetch. */
  readonly session: FetchSession | null
  readonly maxBytes: number
}

/** Session epochs of full fetches: the first of a new session, and without one. */
const INITIAL_EPOCH = 0
const FINAL_EPOCH = -1
const SIZE_FIELD_BYTES = 4

function answerFetch(request: Request, context: RequestContext): Response | Promise<Response> {
  if (request.isolationLevel !== READ_UNCOMMITTED && request.isolationLevel !== READ_COMMITTED) return unreadable(request, context)
  const session = sessionOf(request, context)
  if (typeof session === 'number') return { errorCode: session, responses: [] }
  const { configs, fetchQuota } = context.broker
  const maxBytes = Math.min(request.maxBytes, configs.getInt('fetch.max.bytes'), fetchQuota.maxBytesAtOnce(context))
  const fetching: Fetching = { request, context, session, maxBytes }
  const prefetches = prefetchCold(fetching)
  if (prefetches.length === 0) return readOrPark(fetching)
  // Whoever has left meanwhile may have been sent away because the broker stops: there may be nothing to read any more.
  return Promise.all(prefetches).then(() => (context.connection.closed.aborted ? ABANDONED : readOrPark(fetching)))
}

/** As Kafka answers a request that it cannot handle: by name every partition of it errs too. */
function unreadable({ sessionId, topics }: Request, { apiVersion }: RequestContext): Response {
  const errorCode = ErrorCode.UNKNOWN_SERVER_ERROR
  const named = apiVersion < FIRST_VERSION_WITH_TOPIC_IDS ? topics : []
  return { errorCode, sessionId, responses: named.map(({ topic, partitions }) => ({ topic, partitions: partitions.map((wanted) => failed(wanted, errorCode, [])) })) }
}

/** Nobody is left to read it. */
const ABANDONED: Response = { responses: [] }

export const fetch = handler(Fetch, answerFetch, 'waits')

/** The session to go on with, null for none, or the error. A full fetch ends the session that it names. */
function sessionOf(request: Request, { broker, apiVersion }: RequestContext): FetchSession | null | number {
  const { sessionId, sessionEpoch } = request
  if (sessionEpoch !== INITIAL_EPOCH && sessionEpoch !== FINAL_EPOCH) return broker.fetchSessions.continue(request, apiVersion)
  if (sessionId !== NO_SESSION) broker.fetchSessions.close(sessionId)
  return null
}

const wantedOf = ({ session, request }: Fetching): readonly WantedTopic[] => session?.wanted ?? request.topics

/** Old records are brought into memory by other threads before the event loop copies them. */
function prefetchCold(fetching: Fetching): Promise<void>[] {
  const prefetches: Promise<void>[] = []
  let remaining = fetching.maxBytes
  for (const { log, partition } of logsOf(wantedOf(fetching), fetching.context)) {
    if (remaining <= 0) break
    if (!log.isCold(partition.fetchOffset)) continue
    prefetches.push(log.prefetch(partition.fetchOffset, Math.min(partition.partitionMaxBytes, remaining)))
    remaining -= partition.partitionMaxBytes
  }
  return prefetches
}

function readOrPark(fetching: Fetching): Response | Promise<Response> {
  const { request, maxBytes } = fetching
  const reading = read(fetching)
  const missingBytes = Math.min(request.minBytes, maxBytes) - reading.bytes
  if (reading.hasError || missingBytes <= 0 || request.maxWaitMs <= 0) return answer(fetching, reading.topics)
  const logs = seenLogs(fetching)
  return logs.size === 0 ? answer(fetching, reading.topics) : park(fetching, missingBytes, logs, reading.missing)
}

function read(fetching: Fetching, missingBefore?: ReadonlySet<string>): Reading {
  return readPartitions(wantedOf(fetching), fetching.request.isolationLevel, fetching.maxBytes, fetching.context, missingBefore)
}

/** What was read is let go of: a client may have any number of fetches waiting for a little more than there is. */
async function park(fetching: Fetching, missingBytes: number, logs: ReadonlyMap<PartitionLog, Seen>, missing: ReadonlySet<string>): Promise<Response> {
  const { request, context } = fetching
  await context.broker.fetches.park({
    partitionIds: [...logs.keys()].map((log) => log.partitionId),
    maxWaitMs: request.maxWaitMs,
    closed: context.connection.closed,
    isSatisfied: () => bytesSince(logs, request.isolationLevel, context.broker) >= missingBytes,
  })
  return context.connection.closed.aborted ? ABANDONED : answer(fetching, read(fetching, missing).topics)
}

/** What was read, as its session tells it; a client over its quota gets nothing of it, and is told nothing. */
function answer({ request, context, session }: Fetching, topics: readonly TopicAnswer[]): Response {
  const { fetchQuota, fetchSessions } = context.broker
  const sessionId = session?.id ?? NO_SESSION
  // The client has given up this fetch for another one of the same session.
  if (session !== null && session.epoch !== FetchSession.epochAfter(request.sessionEpoch)) {
    return { errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, sessionId, responses: [] }
  }
  if (fetchQuota.limits(context)) {
    const throttleTimeMs = fetchQuota.recordIfWithin(context, encodedBytes({ sessionId, responses: session?.news(topics) ?? topics }, context))
    if (throttleTimeMs > 0) return { throttleTimeMs, sessionId, responses: [] }
  }
  if (session !== null) return { sessionId, responses: session.takeNews(topics) }
  if (request.sessionEpoch !== INITIAL_EPOCH) return { responses: topics }
  return { sessionId: fetchSessions.create(request, topics, context.apiVersion), responses: topics }
}

/** As Kafka counts a fetch: with its size field, without its header. */
function encodedBytes(response: Response, { apiVersion }: RequestContext): number {
  return Fetch.encodeResponse(apiVersion, response).reduce((bytes, chunk) => bytes + chunk.length, SIZE_FIELD_BYTES)
}

/** What a log was when it was read. */
interface Seen {
  readonly sizeBytes: number
  readonly logStartOffset: number
  /** Where reading had to end. */
  readonly endOffset: number
  /** More was durable than could be read: a transaction was open, or a delay not over. */
  readonly isUnstable: boolean
}

function seenLogs(fetching: Fetching): Map<PartitionLog, Seen> {
  const logs = new Map<PartitionLog, Seen>()
  for (const { log } of logsOf(wantedOf(fetching), fetching.context)) {
    const endOffset = fetchEndOf(log, fetching.request.isolationLevel, fetching.context.broker)
    logs.set(log, { sizeBytes: log.sizeBytes, logStartOffset: log.logStartOffset, endOffset, isUnstable: endOffset < log.highWatermark })
  }
  return logs
}

/** Bytes that became readable since the logs were read; an upper estimate for records already past the wanted offset never delays an answer. */
function bytesSince(logs: ReadonlyMap<PartitionLog, Seen>, isolationLevel: number, broker: BrokerContext): number {
  let bytes = 0
  for (const [log, { sizeBytes, logStartOffset, endOffset, isUnstable }] of logs) {
    if (fetchEndOf(log, isolationLevel, broker) === endOffset) continue
    if (isUnstable) return Number.POSITIVE_INFINITY // the end of a transaction lets out what was there before
    if (log.logStartOffset !== logStartOffset || log.sizeBytes < sizeBytes) return Number.POSITIVE_INFINITY // what went hides how much came
    bytes += log.sizeBytes - sizeBytes
  }
  return bytes
}
