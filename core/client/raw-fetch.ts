// Reads record batches as bytes from the leader of a partition; decoding is ours, so that nothing of a record is lost on the way.
import { errorOf, KafkaError } from '../protocol/error-codes.ts'
import { READ_COMMITTED, READ_UNCOMMITTED } from '../protocol/isolation-level.ts'
import { Fetch } from '../protocol/messages/fetch.ts'
import { ZERO_UUID } from '../protocol/schema.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import type { RequestLane } from './request-lane.ts'
import type { AbortedTransaction } from './transaction-outcomes.ts'

export interface FetchTarget {
  readonly partition: number
  readonly offset: number
}

export interface FetchedPartition {
  readonly partition: number
  readonly errorCode: number
  /** -1 with an error. */
  readonly highWatermark: number
  readonly logStartOffset: number
  /** Those that `records` holds parts of, where only what is committed was asked for. */
  readonly aborted: readonly AbortedTransaction[]
  /** Whole batches, the first of which holds the offset that was asked for; empty with an error. */
  readonly records: Buffer
}

export interface RawFetchOptions {
  readonly lane?: RequestLane
  /** How long the broker may wait for a first byte; 0 = answer with what is there. */
  readonly maxWaitMs?: number
  readonly partitionMaxBytes?: number
  readonly maxBytes?: number
  /** Nothing from the last stable offset on, where a transaction is open; what was aborted is sent all the same, and named. */
  readonly readCommitted?: boolean
}

const MIB = 1024 * 1024
/** Versions from here on name a topic by its id (KIP-516). */
const FIRST_VERSION_BY_ID = 13

const NO_RECORDS = Buffer.alloc(0)

/** Error codes of partitions are in the result; those of the whole request reject. */
export async function rawFetch(
  cluster: ClusterConnection,
  leader: number,
  topic: TopicMetadata,
  targets: readonly FetchTarget[],
  { lane, maxWaitMs = 0, partitionMaxBytes = MIB, maxBytes = 16 * MIB, readCommitted = false }: RawFetchOptions = {},
): Promise<FetchedPartition[]> {
  const partitions = targets.map(({ partition, offset }) => ({ partition, fetchOffset: offset, partitionMaxBytes }))
  const body = { maxWaitMs, minBytes: 1, maxBytes, isolationLevel: readCommitted ? READ_COMMITTED : READ_UNCOMMITTED, topics: [{ topic: topic.name, topicId: topic.topicId, partitions }] }
  const response = await cluster.request(leader, Fetch, body, {
    ...(lane ? { lane } : {}),
    ...(topic.topicId === ZERO_UUID ? { maxVersion: FIRST_VERSION_BY_ID - 1 } : {}),
  })
  if (response.errorCode !== 0) throw new KafkaError(errorOf(response.errorCode), errorOf(response.errorCode).sentence)
  return response.responses.flatMap((fetched) =>
    fetched.partitions.map(({ partitionIndex, errorCode, highWatermark, logStartOffset, abortedTransactions, records }) => ({
      partition: partitionIndex,
      errorCode,
      highWatermark,
      logStartOffset,
      aborted: abortedTransactions ?? [],
      records: errorCode === 0 && records ? records : NO_RECORDS,
    })),
  )
}
