// What scenarios produce and read: batches with fixed times, and requests as small as a test can want them.
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { ListOffsets } from '../../../../core/protocol/messages/list-offsets.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import { type BatchSpec, encodeBatch, type RecordSpec } from '../../../../core/protocol/records/record-batch.ts'
import type { DecodedResponseOf } from '../../../../core/protocol/define-api.ts'
import type { Connection, SendOptions } from '../scenario-run.ts'

/** The time of the first record of a batch; long ago, so that no answer takes it for now. */
export const THEN_MS = 1_700_000_000_000

/** `k0`→`v0`, `k1`→`v1`…, one second apart from THEN_MS. */
export function batch(count: number, spec: Partial<BatchSpec> = {}): Buffer {
  const records = Array.from({ length: count }, (_, i): RecordSpec => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`v${i}`), timestamp: THEN_MS + i * 1000 }))
  return encodeBatch({ records, ...spec })
}

/** Of one record. */
export function record(value: string | null, key: string | null = null, timestamp = THEN_MS, spec: Partial<BatchSpec> = {}): Buffer {
  return encodeBatch({ records: [{ key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp }], ...spec })
}

/** Changes a batch's bytes behind the back of its checksum, or with a new one. */
export function patched(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes)
  change(copy)
  return copy
}

export interface ProduceOptions extends SendOptions<DecodedResponseOf<typeof Produce>> {
  readonly version?: number
  readonly acks?: number
  readonly partition?: number
  readonly transactionalId?: string
  /** Instead of the name since version 13. */
  readonly topicId?: string
}

export function produceRequest(topic: string, records: Buffer | null, { acks = -1, partition = 0, transactionalId, topicId }: ProduceOptions = {}) {
  return {
    transactionalId: transactionalId ?? null,
    acks,
    timeoutMs: 10_000,
    topicData: [{ name: topic, ...(topicId === undefined ? {} : { topicId }), partitionData: [{ index: partition, records }] }],
  }
}

export async function produce(client: Connection, topic: string, records: Buffer | null, options: ProduceOptions = {}) {
  return client.send(Produce, options.version ?? 9, produceRequest(topic, records, options), options)
}

export interface FetchOptions extends SendOptions<DecodedResponseOf<typeof Fetch>> {
  readonly version?: number
  readonly partition?: number
  readonly isolationLevel?: number
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly partitionMaxBytes?: number
  readonly currentLeaderEpoch?: number
  readonly lastFetchedEpoch?: number
  readonly topicId?: string
}

export async function fetch(client: Connection, topic: string, fetchOffset: number, options: FetchOptions = {}) {
  const { version = 11, partition = 0, isolationLevel = 0, maxWaitMs = 0, minBytes = 1, maxBytes = 10_000_000, partitionMaxBytes = 1_000_000, topicId } = options
  const { currentLeaderEpoch = -1, lastFetchedEpoch = -1 } = options
  const partitions = [{ partition, fetchOffset, partitionMaxBytes, currentLeaderEpoch, lastFetchedEpoch }]
  const topics = [{ topic, ...(topicId === undefined ? {} : { topicId }), partitions }]
  return client.send(Fetch, version, { maxWaitMs, minBytes, maxBytes, isolationLevel, topics, forgottenTopicsData: [] }, options)
}

export async function listOffset(client: Connection, topic: string, timestamp: number, options: SendOptions<DecodedResponseOf<typeof ListOffsets>> & { version?: number; isolationLevel?: number; partition?: number; currentLeaderEpoch?: number } = {}) {
  const { version = 7, isolationLevel = 0, partition = 0, currentLeaderEpoch = -1 } = options
  const partitions = [{ partitionIndex: partition, currentLeaderEpoch, timestamp }]
  return client.send(ListOffsets, version, { replicaId: -1, isolationLevel, topics: [{ name: topic, partitions }], timeoutMs: 5_000 }, options)
}
