// A record of a plan being repaired by hand: as text to be edited, and back as the exact bytes that stand for what was read.
import type { ItemEdit, ItemPreview } from '../../../core/contract/replay.ts'
import { hexOf, parseHex } from '../../format/hex.ts'
import { layOutJson, textOf } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'
import type { Side, SideField } from './record-sides.ts'

export type DraftKind = 'json' | 'text' | 'hex' | 'null'

export interface DraftPart {
  kind: DraftKind
  text: string
  /** As long as nothing is typed, these very bytes are sent. */
  original: { kind: DraftKind; text: string; bytes: Uint8Array<ArrayBuffer> | null }
  /** JSON that stood on one line and is laid out to be edited: it goes back onto one line. */
  isOneLine: boolean
}

export interface DraftHeader {
  id: number
  key: string
  value: DraftPart
}

export interface RecordDraft {
  key: DraftPart
  value: DraftPart
  headers: readonly DraftHeader[]
}

export type Checked<T> = { ok: true; value: T } | { ok: false; error: string }

const MAX_EDITED_BYTES = 256 * 1024

/** Why a record cannot be edited here; null where it can. */
export function editRefusal({ before, editRefusal: refusal }: Pick<ItemPreview, 'before' | 'editRefusal'>): string | null {
  if (refusal !== null) return refusal
  if (before === null) return 'Its bytes could not be read.'
  const parts = [before.key, before.value, ...before.headers.map(({ value }) => value)]
  const isTooLarge = parts.some((part) => part.kind !== 'null' && (part.cut || part.sizeBytes > MAX_EDITED_BYTES))
  return isTooLarge ? 'It is larger than the 256 KiB that can be edited here. It is sent as it is; a JavaScript repair can change it.' : null
}

/** What is edited: the edit as kept, or the record as it was read. */
export function draftOf(before: Side, edit: ItemEdit | null): RecordDraft {
  if (edit !== null) {
    return {
      key: partOfBytes(edit.key, 'text'),
      value: partOfBytes(edit.value, 'json'),
      headers: edit.headers.map(({ key, value }, id) => ({ id, key, value: partOfBytes(value, 'text') })),
    }
  }
  return {
    key: partOfField(before.key, 'text'),
    value: partOfField(before.value, 'json'),
    headers: before.headers.map(({ key, value }, id) => ({ id, key, value: partOfField(value, 'text') })),
  }
}

/** The text of a part of the record as it was read, in the form in which it is edited. */
export const beforeText = (field: SideField, kind: DraftKind): string => {
  if (field.kind === 'null') return ''
  if (kind === 'hex') return hexOf(field.bytes)
  return kind === 'json' && field.text !== null ? (laidOut(field.text)?.text ?? field.text) : (field.text ?? hexOf(field.bytes))
}

const partOfField = (field: SideField, ifJson: 'json' | 'text'): DraftPart => partOfBytes(field.kind === 'null' ? null : field.bytes, ifJson)

function partOfBytes(bytes: Uint8Array<ArrayBuffer> | null, ifJson: 'json' | 'text'): DraftPart {
  if (bytes === null) return part('null', '', null)
  const text = textOrNull(bytes)
  if (text === null) return part('hex', hexOf(bytes), bytes)
  if (ifJson === 'text') return part('text', text, bytes)
  const json = laidOut(text)
  return json ? part('json', json.text, bytes, json.isOneLine) : part('text', text, bytes)
}

const part = (kind: DraftKind, text: string, bytes: Uint8Array<ArrayBuffer> | null, isOneLine = false): DraftPart => ({ kind, text, original: { kind, text, bytes }, isOneLine })

/** null for what is no text that one could see, or that an editor would change by showing it. */
function textOrNull(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return /[^\P{Cc}\t\n\r]/u.test(text) ? null : text
  } catch {
    return null
  }
}

function laidOut(text: string): { text: string; isOneLine: boolean } | null {
  const reading = readJson(text)
  if (!reading.ok) return null
  return text.includes('\n') ? { text, isOneLine: false } : { text: textOf(layOutJson(reading.tokens)), isOneLine: true }
}

export const isChanged = ({ key, value, headers }: RecordDraft, from: RecordDraft): boolean =>
  isPartChanged(key) || isPartChanged(value) || headers.length !== from.headers.length || headers.some((header, at) => header.id !== from.headers[at]!.id || header.key !== from.headers[at]!.key || isPartChanged(header.value))

const isPartChanged = ({ kind, text, original }: DraftPart): boolean => kind !== original.kind || (kind !== 'null' && text !== original.text)

export function editOf({ key, value, headers }: RecordDraft): Checked<ItemEdit> {
  const parts = [bytesOf(key, 'The key'), bytesOf(value, 'The value'), ...headers.map((header) => bytesOf(header.value, `The header “${header.key}”`))]
  const bytes: (Uint8Array<ArrayBuffer> | null)[] = []
  for (const checked of parts) {
    if (!checked.ok) return checked
    bytes.push(checked.value)
  }
  return { ok: true, value: { key: bytes[0]!, value: bytes[1]!, headers: headers.map((header, at) => ({ key: header.key, value: bytes[at + 2]! })) } }
}

export function bytesOf(edited: DraftPart, what: string): Checked<Uint8Array<ArrayBuffer> | null> {
  if (!isPartChanged(edited)) return { ok: true, value: edited.original.bytes }
  switch (edited.kind) {
    case 'null':
      return { ok: true, value: null }
    case 'hex': {
      const bytes = parseHex(edited.text)
      return bytes ? { ok: true, value: bytes } : { ok: false, error: `${what} is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.` }
    }
    case 'text':
      return { ok: true, value: new TextEncoder().encode(edited.text) }
    case 'json':
      return jsonBytes(edited, what)
  }
}

function jsonBytes({ text, isOneLine }: DraftPart, what: string): Checked<Uint8Array<ArrayBuffer>> {
  const reading = readJson(text)
  if (!reading.ok) {
    const { line, column, message } = reading.error
    return { ok: false, error: `${what} is not JSON: line ${line}, column ${column}: ${message}. Fix it, or choose Text to send it as it is.` }
  }
  // Numbers and strings stay as they are written.
  return { ok: true, value: new TextEncoder().encode(isOneLine ? reading.tokens.map((token) => token.text).join('') : text) }
}

/** Typing where there was null makes a text of it. */
export const withText = (edited: DraftPart, text: string): DraftPart => ({ ...edited, kind: edited.kind === 'null' ? 'text' : edited.kind, text })
export const withKind = (edited: DraftPart, kind: DraftKind): DraftPart => ({ ...edited, kind })

export function withHeader(headers: readonly DraftHeader[]): DraftHeader[] {
  const id = headers.reduce((most, header) => Math.max(most, header.id), -1) + 1
  return [...headers, { id, key: '', value: part('text', '', null) }]
}
