// Two records compared as a person reads them: values laid out and line by line, keys alike, headers of the business by name and order.
import type { Field, WholeRecord } from '../../../core/contract/records.ts'
import { headerValue } from '../../format/header-value.ts'
import { layOutJson } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'
import { type DiffLine, diffLines } from '../../format/line-diff.ts'
import { formatBytes } from '../../format/sizes.ts'

export type FieldDiff = { kind: 'same'; words: string } | { kind: 'lines'; lines: DiffLine[] } | { kind: 'unlike'; words: string }

export function fieldDiff(before: Field, after: Field): FieldDiff {
  if (isSame(before, after)) return { kind: 'same', words: after.kind === 'null' ? 'null' : formatBytes(after.sizeBytes) }
  if (before.kind === 'null' || after.kind === 'null') return { kind: 'unlike', words: `${sizeWords(before)} became ${sizeWords(after)}` }
  if (before.text === null || after.text === null || before.cut || after.cut) return { kind: 'unlike', words: `${sizeWords(before)} became ${sizeWords(after)}: too large, or no text, to be shown by line` }
  return { kind: 'lines', lines: diffLines(laidOut(before.text), laidOut(after.text)) }
}

function isSame(before: Field, after: Field): boolean {
  if (before.kind === 'null' || after.kind === 'null') return before.kind === after.kind
  if (before.sizeBytes !== after.sizeBytes || before.bytes.length !== after.bytes.length) return false
  return before.bytes.every((byte, at) => byte === after.bytes[at])
}

const sizeWords = (field: Field): string => (field.kind === 'null' ? 'null' : formatBytes(field.sizeBytes))

function laidOut(text: string): string {
  const reading = readJson(text)
  if (!reading.ok) return text
  return layOutJson(reading.tokens)
    .map(({ indent, tokens }) => '  '.repeat(indent) + tokens.map((token) => token.text).join(''))
    .join('\n')
}

export interface HeaderDiff {
  kind: 'removed' | 'added'
  name: string
  text: string
}

type Header = WholeRecord['headers'][number]

/** Without those that belong to the failure; duplicates and order count. */
export function headerDiffs(before: readonly Header[], after: readonly Header[], owned: readonly string[]): HeaderDiff[] {
  const isOwned = new Set(owned)
  const lineOf = ({ key, value }: Header): string => `${key}\n${textOf(key, value)}`.replaceAll('\n', '\u2028')
  const business = (headers: readonly Header[]): string => headers.filter(({ key }) => !isOwned.has(key)).map(lineOf).join('\n')
  return diffLines(business(before), business(after)).flatMap(({ kind, text }) => {
    if (kind === 'same' || text === '') return []
    const [name = '', ...rest] = text.split('\u2028')
    return [{ kind, name, text: rest.join('\n') }]
  })
}

function textOf(name: string, value: Field): string {
  if (value.kind === 'null') return 'null'
  return headerValue(name, { bytes: value.bytes, text: value.text, isBinary: value.kind === 'binary' }, 'auto').text
}
