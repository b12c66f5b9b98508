// Records of a topic: browse from anywhere, tail, produce. Offsets and timestamps are bigint: never rounded.
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

/** What became of the transaction that a record is in, when it was read; `unknown` where what was read does not tell, as for a record that has just arrived. */
export const transactionOutcome = z.enum(['committed', 'aborted', 'open', 'unknown'])
export type TransactionOutcome = z.infer<typeof transactionOutcome>

export const recordRow = z.object({
  partition: z.number().int(),
  offset: z.bigint(),
  timestamp: z.bigint(),
  timestampType: z.enum(['CreateTime', 'LogAppendTime']),
  key: preview,
  value: preview,
  headerCount: z.number().int(),
  sizeBytes: z.number().int(),
  /** null = it is in none. */
  transaction: transactionOutcome.nullable(),
  /**
   * Offsets [fromOffset, offset) right before it hold no record, and why: where all records are read, not where something is looked for or arrives. Less
   * than all of them where the reading was cut in between. `aborted`: records that were left out.
   */
  hole: z.object({ fromOffset: z.bigint(), kinds: z.array(z.enum(['commit marker', 'abort marker', 'control record', 'aborted', 'compacted'])) }).optional(),
})
export type RecordRow = z.infer<typeof recordRow>

/**
 * What a reading covers of one partition: [fromOffset, toOffset) has been read, of [startOffset, endOffset) that were asked for, as they were when the
 * reading began. Offsets may hold no record (compacted, markers). Where an error kept even the offsets from being asked for, all are 0.
 */
export const coverage = z.object({
  partition: z.number().int(),
  startOffset: z.bigint(),
  endOffset: z.bigint(),
  fromOffset: z.bigint(),
  toOffset: z.bigint(),
  /** Why this partition could not be read (on); null when it was. */
  error: z.string().nullable(),
})
export type Coverage = z.infer<typeof coverage>

/**
 * Which records are looked for; '' = all. Plain words stand for themselves: records that contain the text in key, value or a header (its key or its value),
 * compared as UTF-8 bytes; ASCII letters match either case unless the text has a capital. Conditions are `key:x`, `key = x`, `value.customer.id = 42`,
 * `value.amount > 100`, `value.lines[0].sku:x`, `header.traceId:x`, `type:tombstone`, `size>100kb`, `schema:204`; `-` in front excludes, all of them have to hold,
 * `OR` parts alternatives, and `:` is "contains". Numbers compare by their digits: none is rounded. What begins with `js:` is a JavaScript expression or
 * function of the record. What cannot be understood is refused as INVALID_INPUT of `filter`.
 */
const filter = z.string().max(4_000)

/** Records of aborted transactions are left out otherwise, as a consumer with isolation.level=read_committed would; `hiddenRecords` counts them. */
const withAborted = z.boolean().optional()

/** undefined = all. */
const partitions = z.array(z.number().int().min(0)).max(10_000).optional()

/** Where a reading begins and which way it goes. Time bounds are epoch ms: `fromTimestamp` is included, `untilTimestamp` is not. */
export const readingStart = z.discriminatedUnion('kind', [
  /** Backwards from the end. */
  z.object({ kind: z.literal('newest') }),
  /** Forwards from the first record. */
  z.object({ kind: z.literal('oldest') }),
  /** Forwards from this offset in each partition, up to `untilOffset` (not included). Below the start it begins at the start, past the end there is nothing. */
  z.object({ kind: z.literal('offset'), offset: z.bigint(), untilOffset: z.bigint().nullable() }),
  /**
   * Forwards from a time, up to another one: what has a timestamp in between. It begins where the cluster has the first record of that time
   * (ListOffsets), and none that is later in the log is left out. Producers may send late, so a partition is read to its end, unless its records
   * are stamped by the broker: then it ends a minute (of clock skew) behind `untilTimestamp`, and that is its `endOffset`.
   */
  z.object({ kind: z.literal('time'), fromTimestamp: z.bigint(), untilTimestamp: z.bigint().nullable() }),
  /** Goes on where an earlier reading of the same direction stopped: its coverage as last told. */
  z.object({
    kind: z.literal('continue'),
    direction: z.enum(['backward', 'forward']),
    coverage: z.array(coverage),
    /** As in the reading that is continued, where that began at a time. */
    fromTimestamp: z.bigint().nullish(),
    untilTimestamp: z.bigint().nullable(),
  }),
])
export type ReadingStart = z.infer<typeof readingStart>

export const readingEvent = z.object({
  /**
   * Found since the last event, in the order to show them: by time over all partitions, newest first where the reading goes backwards; those of
   * one partition in order of their offsets, whatever their timestamps. A partition that answers late is shown late.
   */
  rows: z.array(recordRow),
  /** Of every partition, as far as `rows` and those before them go: a continuation from here repeats nothing and leaves nothing out. */
  coverage: z.array(coverage),
  /** Since this reading began. `scannedRecords` counts records looked at, found or not. */
  scannedRecords: z.number().int(),
  scannedBytes: z.number().int(),
  /** Records of aborted transactions that were left out. */
  hiddenRecords: z.number().int(),
  /** Records that the filter's function could not tell about, and the first of them. They are not among the rows. */
  failedTests: z.number().int(),
  firstFailedTest: z.object({ partition: z.number().int(), offset: z.bigint(), message: z.string(), line: z.number().int().nullable() }).nullable(),
  /**
   * null = it goes on. `complete`: all that was asked for has been read (see `coverage[].error`). `limit`: `limit` records were found.
   * `budget`: as much was read as a remote cluster is asked for at once.
   */
  ended: z.enum(['complete', 'limit', 'budget']).nullable(),
  readAtMs: z.number(),
})
export type ReadingEvent = z.infer<typeof readingEvent>

/** The largest key, value or header that can be sent; as base64 it stays below what a transport carries in one message. */
export const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024

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

export const outgoingMessage = z.object({
  /** null = by key. */
  partition: z.number().int().nullable(),
  key: payload,
  value: payload,
  headers: z.array(z.object({ key: z.string(), value: payload })).max(10_000),
})
export type OutgoingMessage = z.infer<typeof outgoingMessage>

/** Where a record went. */
export const sentRecord = z.object({ partition: z.number().int(), offset: z.bigint(), timestamp: z.bigint() })
export type SentRecord = z.infer<typeof sentRecord>

export const sendingEvent = z.object({
  acknowledged: z.number().int(),
  /** Sent and not acknowledged, with the first reason: refused, or the connection was lost (then they may have been written). Nothing is sent after that. */
  failed: z.number().int(),
  failure: z.object({ message: z.string(), remedy: z.string() }).nullable(),
  /** The latest ones acknowledged since the last event, at most 100. */
  latest: z.array(sentRecord),
  done: z.boolean(),
})
export type SendingEvent = z.infer<typeof sendingEvent>

export const tailEvent = z.object({
  rows: z.array(recordRow),
  /** Matching records that arrived but were not sent to the screen since the last event, because it could not keep up. Nothing is hidden silently. */
  droppedFromView: z.number().int(),
  /** Records received since the tail began, matching or not. */
  received: z.number().int(),
  /** Of these, how many are what was asked for. */
  matched: z.number().int(),
  /** Next offset of each partition that moved since the last event; the first event names all. Hand them back as `from` to go on. */
  positions: z.array(z.object({ partition: z.number().int(), offset: z.bigint() })),
  /** Partitions that cannot be read at the moment; the others continue and these are tried again. */
  errors: z.array(z.object({ partition: z.number().int(), message: z.string() })),
})
export type TailEvent = z.infer<typeof tailEvent>

export const messages = {
  /** Reads until `limit` records are found or all is read: at most 10 events a second, the first as soon as there is something to say. Ending the stream stops the reading. */
  browse: procedure
    .input(onTopic.extend({ start: readingStart, partitions, filter, withAborted, limit: z.number().int().min(1).max(2_000) }))
    .output(eventIterator(readingEvent)),
  /** Records as they arrive, at most 10 events a second; the first event comes at once. Starts at the end where `from` gives no offset. */
  tail: procedure
    .input(onTopic.extend({ partitions, filter, from: z.array(z.object({ partition: z.number().int(), offset: z.bigint() })).optional() }))
    .output(eventIterator(tailEvent)),
  /** Where a key goes by Kafka's default partitioner (murmur2); null key = any partition. */
  partitionForKey: procedure
    .input(onTopic.extend({ key: payload }))
    .output(z.object({ partition: z.number().int().nullable(), partitionCount: z.number().int() })),
  produce: writing.input(onTopic.extend(outgoingMessage.shape)).output(sentRecord),
  /**
   * Sends the message `count` times, in order, at most 10 events a second. With `fillIn`, `{{seq}}` (from 1), `{{uuid}}`, `{{now}}` (ISO 8601)
   * and `{{epochMs}}` in key, value and header texts are replaced anew in each; within one message they are the same. Ending the stream stops after what is under way.
   */
  produceMany: writing
    .input(onTopic.extend({ ...outgoingMessage.shape, count: z.number().int().min(1).max(1_000_000), fillIn: z.boolean(), perSecond: z.number().int().min(1).max(100_000).nullable() }))
    .output(eventIterator(sendingEvent)),
}
