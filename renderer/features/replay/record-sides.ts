// A record before and after: what differs in key and value line by line, and what becomes of each header.
import type { ItemPreview } from '../../../core/contract/replay.ts'
import { headerValue } from '../../format/header-value.ts'
import { layOutJson, textOf } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'
import { type DiffLine, diffLines } from '../../format/line-diff.ts'
import { formatBytes } from '../../format/sizes.ts'

export type Side = NonNullable<ItemPreview['before']>
export type SideField = Side['key']

/** A longer value is not laid out for a glance. */
const MAX_LAID_OUT_CHARS = 256 * 1024
const HEX_BYTES_A_LINE = 16

export interface ShownField {
  /** `JSON`, `Text`, `Bytes`; empty for null. */
  form: string
  text: string
  sizeBytes: number | null
}

/** As a person reads it: JSON laid out, bytes as hexadecimal. */
export function shownField(field: SideField): ShownField {
  if (field.kind === 'null') return { form: '', text: 'null', sizeBytes: null }
  const { text, bytes, sizeBytes } = field
  if (text === null || field.kind === 'binary') return { form: 'Bytes', text: hexLines(bytes), sizeBytes }
  if (text.length <= MAX_LAID_OUT_CHARS && !field.cut) {
    const reading = readJson(text)
    if (reading.ok) return { form: 'JSON', text: textOf(layOutJson(reading.tokens)), sizeBytes }
  }
  return { form: 'Text', text: sizeBytes === 0 ? '""' : text, sizeBytes }
}

function hexLines(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length && lines.length < 64; at += HEX_BYTES_A_LINE)
    lines.push([...bytes.subarray(at, at + HEX_BYTES_A_LINE)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '))
  return lines.join('\n')
}

export interface FieldDiff {
  /** Byte for byte, as far as it came. */
  isSame: boolean
  lines: DiffLine[]
  /** `JSON, 1.2 KiB`, `null`, `Text, 12 B → JSON, 14 B`. */
  words: string
}

export function diffOfFields(before: SideField | null, after: SideField | null): FieldDiff {
  const [from, to] = [before && shownField(before), after && shownField(after)]
  if (!from || !to) return { isSame: false, lines: (from ?? to)?.text.split('\n').map((text) => ({ kind: 'same', text })) ?? [], words: wordsOf((from ?? to)!) }
  const isSame = sameBytes(before!, after!)
  const lines: DiffLine[] = isSame ? from.text.split('\n').map((text) => ({ kind: 'same', text })) : diffLines(from.text, to.text)
  return { isSame, lines, words: isSame || wordsOf(from) === wordsOf(to) ? wordsOf(to) : `${wordsOf(from)} → ${wordsOf(to)}` }
}

const wordsOf = ({ form, sizeBytes }: ShownField): string => (sizeBytes === null ? 'null' : `${form}, ${formatBytes(sizeBytes)}`)

export function sameBytes(a: SideField, b: SideField): boolean {
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind
  return a.sizeBytes === b.sizeBytes && a.bytes.length === b.bytes.length && a.bytes.every((byte, at) => byte === b.bytes[at])
}

export interface HeaderChange {
  kind: 'kept' | 'removed' | 'added'
  key: string
  /** null is null; text by convention otherwise. */
  value: string | null
  /** It belongs to the failure. */
  isOwned: boolean
}

/** In order. A changed value is one header taken off and another one put there. */
export function headerChanges(before: Side['headers'], after: Side['headers'], stripped: readonly string[]): HeaderChange[] {
  const owned = new Set(stripped)
  const identity = ({ key, value }: Side['headers'][number]): string => `${key}\0${value.kind === 'null' ? 'null' : [...value.bytes].join()}`.replaceAll('\n', '␤')
  const lines = diffLines(before.map(identity).join('\n'), after.map(identity).join('\n'))
  let [from, to] = [0, 0]
  const changes: HeaderChange[] = []
  for (const { kind } of lines) {
    const header = kind === 'added' ? after[to] : before[from]
    if (kind !== 'added') from += 1
    if (kind !== 'removed') to += 1
    // No headers at all are one empty line.
    if (header) changes.push({ kind: kind === 'same' ? 'kept' : kind, key: header.key, value: headerText(header), isOwned: owned.has(header.key) })
  }
  return changes
}

function headerText({ key, value }: Side['headers'][number]): string | null {
  return value.kind === 'null' ? null : headerValue(key, { bytes: value.bytes, text: value.text, isBinary: value.kind === 'binary' }, 'auto').text
}
