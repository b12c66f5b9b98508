// Fetches stretches of a topic's partitions for one reading: counts what it costs, and keeps bulk off the connection that everybody uses.
import { EARLIEST } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { RequestLane } from '../client/request-lane.ts'
import type { TopicReader } from '../client/topic-reader.ts'
import { ErrorCode, KafkaError } from '../protocol/error-codes.ts'
import { batches, lastOffsetOf } from '../protocol/records/record-batch.ts'

export interface Stretch {
  /** Whole batches, the first of which may begin before the offset asked for. */
  readonly bytes: Buffer
  /** Where to go on. Infinity when nothing more is there. */
  readonly nextOffset: number
  /** Of all the batches, found by their headers. */
  readonly recordCount: number
  /** Where the partition begins now, when that is behind the offset asked for. */
  readonly startOffset: number | null
}

const NOTHING = Buffer.alloc(0)
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
      const bytes = await this.#fetch(partition, offset, maxBytes)
      this.#fetchedBytes += bytes.length
      return stretchOf(bytes, offset)
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== ErrorCode.OFFSET_OUT_OF_RANGE) throw error
      // Retention has moved the start meanwhile.
      const startOffset = await this.#topic.offset(partition, EARLIEST)
      if (startOffset <= offset) throw error
      return { bytes: NOTHING, nextOffset: startOffset, recordCount: 0, startOffset }
    }
  }

  async #fetch(partition: number, offset: number, maxBytes: number): Promise<Buffer> {
    if (this.#isClosed) throw new Error('The reading is over.')
    const options = { partitionMaxBytes: maxBytes, ...this.#laneOfBulk() }
    const bytes = await this.#topic.fetch(partition, offset, options)
    return bytes.length > 0 ? bytes : this.#topic.fetch(partition, offset, { ...options, maxWaitMs: SECOND_LOOK_WAIT_MS })
  }

  #laneOfBulk(): { lane: RequestLane } | undefined {
    if (this.#fetchedBytes < BULK_BYTES) return undefined
    this.#lane ??= this.#cluster.openLane()
    return { lane: this.#lane }
  }
}

function stretchOf(bytes: Buffer, offset: number): Stretch {
  let nextOffset = -1
  let recordCount = 0
  for (const { header } of batches(bytes)) {
    nextOffset = lastOffsetOf(header) + 1
    recordCount += header.recordCount
  }
  // Nothing from here on: what the log ends with has been compacted away.
  return { bytes, nextOffset: nextOffset > offset ? nextOffset : Infinity, recordCount, startOffset: null }
}
