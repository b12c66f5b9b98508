// A key, a value or a header value being written, and the bytes that it stands for.
import type { Payload } from '../../../core/contract/messages.ts'
import type { Field, RecordAddress, RecordPart } from '../../../core/contract/records.ts'
import { hexOf, parseHex } from '../../format/hex.ts'
import { readJson } from '../../format/json-tokens.ts'

/** `stored`: the bytes of a record that is there already, sent as they are. */
export type PartKind = 'json' | 'text' | 'hex' | 'null' | 'stored'

/** Bytes too many to be edited: where they are. */
export interface StoredBytes {
  topic: string
  partition: number
  /** Decimal: a bigint does not survive being stored as JSON. */
  offset: string
  of: RecordPart
  sizeBytes: number
}

/** `null` and an empty text are different things. */
export interface Part {
  kind: PartKind
  text: string
  stored?: StoredBytes
}

/** Bytes to send, or where they are to be fetched first. */
export type Content = Payload | { kind: 'stored'; stored: StoredBytes }

export type Checked<T> = { ok: true; value: T } | { ok: false; error: string }

/** More than this is not edited: it is what the core sends of a field unasked (`INLINE_BYTES` of the contract). */
const MAX_EDITED_BYTES = 256 * 1024
/** What the core takes at once. */
const MAX_STORED_BYTES = 32 * 1024 * 1024

export const placeOfStored = ({ topic, partition, offset }: StoredBytes): string => `${topic}-${partition} @ ${offset}`

export const addressOf = ({ partition, offset }: StoredBytes): RecordAddress => ({ partition, offset: BigInt(offset) })

/** `fillsIn`: what stands for a number before it is filled in counts as one. */
export function contentOf({ kind, text, stored }: Part, what: string, fillsIn = false): Checked<Content> {
  switch (kind) {
    case 'null':
      return { ok: true, value: { kind: 'null' } }
    case 'text':
      return { ok: true, value: { kind: 'text', text } }
    case 'json':
      return jsonContent(text, what, fillsIn)
    case 'hex': {
      const bytes = parseHex(text)
      if (bytes) return { ok: true, value: { kind: 'bytes', bytes } }
      return { ok: false, error: `${what} is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.` }
    }
    case 'stored':
      if (!stored) return { ok: false, error: `${what} has no bytes of a record to send.` }
      if (stored.sizeBytes <= MAX_STORED_BYTES) return { ok: true, value: { kind, stored } }
      return { ok: false, error: `${what} is larger than the 32 MiB that can be sent from here.` }
  }
}

/** Sent as typed: white space, number forms and key order are the writer's. */
function jsonContent(text: string, what: string, fillsIn: boolean): Checked<Content> {
  const problem = jsonProblem(fillsIn ? asFilledIn(text) : text)
  if (problem === null) return { ok: true, value: { kind: 'text', text } }
  return { ok: false, error: `${what} is not JSON: line ${problem.line}, column ${problem.column}: ${problem.message}. Fix it, or choose Text to send it as it is.` }
}

export interface JsonProblem {
  line: number
  column: number
  message: string
}

export function jsonProblem(text: string): JsonProblem | null {
  const reading = readJson(text)
  return reading.ok ? null : reading.error
}

/** Not JSON yet, but JSON in each message that is sent: `{"n": {{seq}}}`. */
export const isJsonFilledIn = (text: string): boolean => asFilledIn(text) !== text && jsonProblem(asFilledIn(text)) === null

const asFilledIn = (text: string): string => text.replace(/\{\{(?:seq|epochMs)\}\}/g, '0').replace(/\{\{(?:uuid|now)\}\}/g, 'x')

/** null where nothing is sent: `null` itself. */
export function sizeOfContent(content: Content): number | null {
  if (content.kind === 'null') return null
  if (content.kind === 'stored') return content.stored.sizeBytes
  return content.kind === 'bytes' ? content.bytes.length : new TextEncoder().encode(content.text).length
}

/** A part that would send the bytes of a field again. `at`: where they are, for those that are too many to be edited. */
export function partOf(field: Field, ifJson: 'json' | 'text', at: Omit<StoredBytes, 'sizeBytes'>): Part {
  if (field.kind === 'null') return { kind: 'null', text: '' }
  if (field.cut || field.sizeBytes > MAX_EDITED_BYTES) return { kind: 'stored', text: '', stored: { ...at, sizeBytes: field.sizeBytes } }
  const kind = field.kind === 'json' ? ifJson : 'text'
  if (field.text === null || (kind === 'text' && isUnreadable(field.text))) return { kind: 'hex', text: hexOf(field.bytes) }
  return { kind, text: field.text }
}

/** UTF-8 by chance, or something that nobody could see in a field: control characters other than tab and line breaks. */
const isUnreadable = (text: string): boolean => /[^\P{Cc}\t\n\r]/u.test(text)

/** Typing where there was null makes a text of it. */
export const typedInto = ({ kind, ...part }: Part, text: string): Part => ({ ...part, kind: kind === 'null' ? 'text' : kind, text })

/** An editor makes the ends of lines alike as soon as something is typed. */
export function hasMixedLineEnds(text: string): boolean {
  const ends = new Set(text.match(/\r\n|\r|\n/g))
  return ends.size > 1 || ends.has('\r')
}
