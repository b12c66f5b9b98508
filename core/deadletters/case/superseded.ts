// Whether a key has a later record in the partition that a dead letter came from: replaying the old one may undo it. Bounded.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../client/connection-errors.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import type { FailureOrigin } from '../failure.ts'
import { TopicReading } from '../index/topic-reading.ts'

export interface LaterRecord {
  readonly offset: number
  readonly timestampMs: number
}

const MAX_RECORDS = 20_000
const MAX_PIECES = 100

/** null = none among the next records, or it cannot be known. */
export async function laterRecordOfKey(cluster: ClusterConnection, origin: FailureOrigin | undefined, key: Buffer | null, signal: AbortSignal): Promise<LaterRecord | null> {
  if (key === null || origin?.partition === undefined || origin.offset === undefined) return null
  try {
    const reading = await TopicReading.open(cluster, origin.topic)
    try {
      return await search(reading, origin.partition, origin.offset + 1, key, signal)
    } finally {
      await reading.close()
    }
  } catch (error) {
    // The origin's own check says what is wrong with it.
    if (error instanceof KafkaError || error instanceof ConnectionFailed) return null
    throw error
  }
}

async function search(reading: TopicReading, partition: number, from: number, key: Buffer, signal: AbortSignal): Promise<LaterRecord | null> {
  const bounds = reading.bounds.partitions.find((candidate) => candidate.partition === partition)
  if (!bounds || bounds.error) return null
  let [records, pieces] = [0, 0]
  for await (const piece of reading.pieces(partition, Math.max(from, bounds.start), bounds.end, signal)) {
    const later = piece.records.find((record) => record.transaction !== 'aborted' && record.key !== null && record.key.equals(key))
    if (later) return { offset: later.offset, timestampMs: later.timestampMs }
    records += piece.records.length
    if (records >= MAX_RECORDS || ++pieces >= MAX_PIECES) return null
  }
  return null
}
