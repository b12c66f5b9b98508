// Records of a topic: browse, tail, read one whole, produce. Offsets and timestamps are bigint: never rounded.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { onConnection, procedure, writing } from './procedure.ts'

const onTopic = onConnection.extend({ topic: z.string().min(1) })

/** One line of a key or a value, cut to a few hundred characters. `sizeBytes` is the whole size. */
export const preview = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.enum(['text', 'json']), text: z.string(), sizeBytes: z.number(), cut: z.boolean() }),
  z.object({ kind: z.literal('binary'), hex: z.string(), sizeBytes: z.number(), cut: z.boolean() }),
])
export type Preview = z.infer<typeof preview>

export const recordRow = z.object({
  partition: z.number().int(),
  offset: z.bigint(),
  timestamp: z.bigint(),
  timestampType: z.enum(['CreateTime', 'LogAppendTime']),
  key: preview,
  value: preview,
  headerCount: z.number().int(),
  sizeBytes: z.number().int(),
})
export type RecordRow = z.infer<typeof recordRow>

/** What was read of one partition: [fromOffset, toOffset) of [startOffset, endOffset). Offsets may hold no record (compacted, markers). */
export const coverage = z.object({
  partition: z.number().int(),
  startOffset: z.bigint(),
  endOffset: z.bigint(),
  fromOffset: z.bigint(),
  toOffset: z.bigint(),
  /** Why this partition could not be read; null when it was. */
  error: z.string().nullable(),
})
export type Coverage = z.infer<typeof coverage>

/** Bytes of a key, value or header exactly as stored, with the text where they are valid UTF-8. */
export const field = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.enum(['text', 'json', 'binary']), bytes: z.instanceof(Uint8Array), text: z.string().nullable() }),
])
export type Field = z.infer<typeof field>

export const wholeRecord = z.object({
  topic: z.string(),
  partition: z.number().int(),
  offset: z.bigint(),
  timestamp: z.bigint(),
  timestampType: z.enum(['CreateTime', 'LogAppendTime']),
  key: field,
  value: field,
  /** In order, duplicates kept. */
  headers: z.array(z.object({ key: z.string(), value: field })),
  sizeBytes: z.number(),
  batch: z.object({
    baseOffset: z.bigint(),
    lastOffset: z.bigint(),
    recordCount: z.number().int(),
    sizeBytes: z.number(),
    compression: z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd', 'unknown']),
    leaderEpoch: z.number().int(),
    producerId: z.bigint(),
    producerEpoch: z.number().int(),
    baseSequence: z.number().int(),
    isTransactional: z.boolean(),
    crc: z.number(),
  }),
})
export type WholeRecord = z.infer<typeof wholeRecord>

/** The largest key, value or header that can be sent; as base64 it stays below what a transport carries in one message. */
const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024

/** Bytes to send. `null` and an empty text are different things. */
export const payload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('text'), text: z.string().max(MAX_PAYLOAD_BYTES) }),
  z.object({
    kind: z.literal('bytes'),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= MAX_PAYLOAD_BYTES, `At most ${MAX_PAYLOAD_BYTES} bytes`),
  }),
])
export type Payload = z.infer<typeof payload>

export const tailEvent = z.object({
  rows: z.array(recordRow),
  /** Records that arrived but were not sent to the screen since the last event, because it could not keep up. Nothing is hidden silently. */
  droppedFromView: z.number().int(),
  /** Records received since the tail began. */
  received: z.number().int(),
  /** Next offset of each partition that moved since the last event; the first event names all. Hand them back as `from` to go on. */
  positions: z.array(z.object({ partition: z.number().int(), offset: z.bigint() })),
  /** Partitions that cannot be read at the moment; the others continue and these are tried again. */
  errors: z.array(z.object({ partition: z.number().int(), message: z.string() })),
})
export type TailEvent = z.infer<typeof tailEvent>

export const messages = {
  /** The newest `limit` records over all (or the given) partitions, newest first in time order. */
  newest: procedure
    .input(onTopic.extend({ partitions: z.array(z.number().int()).optional(), limit: z.number().int().min(1).max(2_000) }))
    .output(z.object({ rows: z.array(recordRow), coverage: z.array(coverage), readAtMs: z.number() })),
  /** Records as they arrive, at most 10 events a second; the first event comes at once. Starts at the end where `from` gives no offset. */
  tail: procedure
    .input(onTopic.extend({ from: z.array(z.object({ partition: z.number().int(), offset: z.bigint() })).optional() }))
    .output(eventIterator(tailEvent)),
  read: procedure.input(onTopic.extend({ partition: z.number().int(), offset: z.bigint() })).output(wholeRecord),
  /** Where a key goes by Kafka's default partitioner (murmur2); null key = any partition. */
  partitionForKey: procedure
    .input(onTopic.extend({ key: payload }))
    .output(z.object({ partition: z.number().int().nullable(), partitionCount: z.number().int() })),
  produce: writing
    .input(
      onTopic.extend({
        /** null = by key. */
        partition: z.number().int().nullable(),
        key: payload,
        value: payload,
        headers: z.array(z.object({ key: z.string(), value: payload })).max(10_000),
      }),
    )
    .output(z.object({ partition: z.number().int(), offset: z.bigint(), timestamp: z.bigint() })),
}
