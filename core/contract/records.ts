// One record: read whole, or in pieces where it is large. Nothing above INLINE_BYTES travels unless it is asked for.
import { z } from 'zod'
import { onConnection, procedure } from './procedure.ts'
import { transactionOutcome } from './messages.ts'

/** Larger keys, values and headers come cut to this many bytes; `chunk`, `lines` and `find` reach the rest. */
export const INLINE_BYTES = 256 * 1024

export const recordAddress = z.object({ partition: z.number().int().min(0), offset: z.bigint() })
export type RecordAddress = z.infer<typeof recordAddress>

const onRecord = onConnection.extend({ topic: z.string().min(1), ...recordAddress.shape })

/** Bytes of a key, value or header exactly as stored (the first INLINE_BYTES of them), with the text where they are valid UTF-8. */
export const field = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({
    kind: z.enum(['text', 'json', 'binary']),
    bytes: z.instanceof(Uint8Array),
    /** Decodes `bytes`; where `cut`, without a character that the cut went through. null for binary. */
    text: z.string().nullable(),
    sizeBytes: z.number().int(),
    /** `bytes` is only the beginning. */
    cut: z.boolean(),
  }),
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
  transaction: transactionOutcome.nullable(),
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

/** Which bytes of a record. */
export const recordPart = z.discriminatedUnion('part', [
  z.object({ part: z.literal('key') }),
  z.object({ part: z.literal('value') }),
  z.object({ part: z.literal('header'), index: z.number().int().min(0) }),
])
export type RecordPart = z.infer<typeof recordPart>

const onPart = onRecord.extend({ of: recordPart })

/** One line of a large text as it is shown: broken at line feeds, and where a line is too long for a screen. */
export const textLine = z.object({
  atByte: z.number().int(),
  text: z.string(),
  /** It goes on in the next one: no line feed stands here. */
  continues: z.boolean(),
})
export type TextLine = z.infer<typeof textLine>

export const records = {
  read: procedure.input(onRecord).output(wholeRecord),
  chunk: procedure
    .input(onPart.extend({ fromByte: z.number().int().min(0), maxBytes: z.number().int().min(1).max(1024 * 1024) }))
    .output(z.object({ bytes: z.instanceof(Uint8Array), sizeBytes: z.number().int() })),
  /** `layout`: `stored` = as written; `indented` = JSON laid out, numbers and strings untouched (INVALID_INPUT where it is not JSON). */
  lines: procedure
    .input(onPart.extend({ layout: z.enum(['stored', 'indented']), fromLine: z.number().int().min(0), maxLines: z.number().int().min(1).max(2_000) }))
    .output(z.object({ lines: z.array(textLine), totalLines: z.number().int() })),
  /**
   * The line where a text stands next: `fromLine` or one after it; backwards the last one before `fromLine`. null = none up to the end (the
   * beginning): whoever wants to go around asks again from there. ASCII letters match either case unless the text has a capital. What a line break
   * of the layout goes through is found in the line in which it begins.
   */
  find: procedure
    .input(onPart.extend({ layout: z.enum(['stored', 'indented']), text: z.string().min(1).max(1_000), fromLine: z.number().int().min(0), backwards: z.boolean() }))
    .output(z.object({ line: z.number().int(), column: z.number().int() }).nullable()),
}
