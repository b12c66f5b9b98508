// Fetches stretches of a topic's partitions for one reading: counts what it costs, and keeps bulk off the connection that everybody uses.
import { EARLIEST } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { RequestLane } from '../client/request-lane.ts'
import type { TopicReader } from '../client/topic-reader.ts'
import type { FetchedBatches } from '../client/transaction-outcomes.ts'
import { ErrorCode, KafkaError } from '../protocol/error-codes.ts'
import { batches, lastOffsetOf } from '../protocol/records/record-batch.ts'

/** Whole batches, the first of which may begin before the offset asked for. */
export interface Stretch extends FetchedBatches {
  /** Where to go on. Infinity when nothing more is there. */
  readonly nextOffset: number
  /** Of all the batches, found by their headers. */
  readonly recordCount: number
  /** Where the partition begins now, when that is behind the offset asked for. */
  readonly startOffset: number | null
}

const NOTHING: FetchedBatches = { bytes: Buffer.alloc(0), outcomeOf: () => null }
/** A broker that fetches old records from elsewhere (tiered storage) answers with nothing unless it may wait. */
const SECOND_LOOK_WAIT_MS = 2_000
/** A reading that has cost this much is no first page any more. */
const BULK_BYTES = 2 * 1024 * 1024

export class PartitionReader {
  readonly #cluster: ClusterConnection
  readonly #topic: TopicReader
  #lane: RequestLane | undefined
  #isClosed = false
  #fetchedBytes = 0

  constructor(cluster: ClusterConnection, topic: TopicReader) {
    this.#cluster = cluster
    this.#topic = topic
  }

  get fetchedBytes(): number {
    return this.#fetchedBytes
  }

  /** Requests of bulk readings in progress reject. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#lane) await this.#cluster.closeLane(this.#lane)
  }

  async fetch(partition: number, offset: number, maxBytes: number): Promise<Stretch> {
    try {
      const fetched = await this.#fetch(partition, offset, maxBytes)
      this.#fetchedBytes += fetched.bytes.length
      return stretchOf(fetched, offset)
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== ErrorCode.OFFSET_OUT_OF_RANGE) throw error
      // Retention has moved the start meanwhile.
      const startOffset = await this.#topic.offset(partition, EARLIEST)
      if (startOffset <= offset) throw error
      return { ...NOTHING, nextOffset: startOffset, recordCount: 0, startOffset }
    }
  }

  async #fetch(partition: number, offset: number, maxBytes: number): Promise<FetchedBatches> {
    if (this.#isClosed) throw new Error('The reading is over.')
    return this.#topic.fetch(partition, offset, { partitionMaxBytes: maxBytes, secondLookMs: SECOND_LOOK_WAIT_MS, ...this.#laneOfBulk() })
  }

  #laneOfBulk(): { lane: RequestLane } | undefined {
    if (this.#fetchedBytes < BULK_BYTES) return undefined
    this.#lane ??= this.#cluster.openLane()
    return { lane: this.#lane }
  }
}

function stretchOf(fetched: FetchedBatches, offset: number): Stretch {
  let nextOffset = -1
  let recordCount = 0
  for (const { header } of batches(fetched.bytes)) {
    nextOffset = lastOffsetOf(header) + 1
    recordCount += header.recordCount
  }
  // Nothing from here on: what the log ends with has been compacted away.
  return { ...fetched, nextOffset: nextOffset > offset ? nextOffset : Infinity, recordCount, startOffset: null }
}
