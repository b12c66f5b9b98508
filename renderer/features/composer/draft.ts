// A message being written: what is in the fields, and what of it is sent.
import type { WholeRecord } from '../../../core/contract/records.ts'
import { type Checked, type Content, contentOf, type Part, partOf } from './part.ts'

export interface DraftHeader {
  /** Tells rows apart; keys may repeat. */
  id: number
  key: string
  value: Part
}

/** The record that is edited and sent again. */
export interface Origin {
  topic: string
  partition: number
  /** Decimal: a bigint does not survive being stored as JSON. */
  offset: string
}

export interface Draft {
  topic: string
  key: Part
  value: Part
  headers: DraftHeader[]
  /** null = by key. */
  partition: number | null
  /** Absent where it is written from nothing. */
  origin?: Origin | undefined
}

export const emptyDraft = (topic: string): Draft => ({
  topic,
  key: { kind: 'null', text: '' },
  value: { kind: 'json', text: '{\n  \n}\n' },
  headers: [],
  partition: null,
})

export interface Sendable {
  topic: string
  partition: number | null
  key: Content
  value: Content
  headers: { key: string; value: Content }[]
}

/** The message to send, or the first thing that stands in its way. `fillsIn`: placeholders are filled in on the way. */
export function sendableOf(draft: Draft, fillsIn = false): Checked<Sendable> {
  if (draft.topic.trim() === '') return { ok: false, error: 'Choose the topic to send to.' }
  const key = contentOf(draft.key, 'The key', fillsIn)
  if (!key.ok) return key
  const value = contentOf(draft.value, 'The value', fillsIn)
  if (!value.ok) return value
  const headers: Sendable['headers'] = []
  for (const header of draft.headers) {
    const content = contentOf(header.value, `The header ${JSON.stringify(header.key)}`, fillsIn)
    if (!content.ok) return content
    headers.push({ key: header.key, value: content.value })
  }
  return { ok: true, value: { topic: draft.topic.trim(), partition: draft.partition, key: key.value, value: value.value, headers } }
}

/** A draft that would send the same bytes again. */
export function draftOf({ topic, partition, offset, ...record }: WholeRecord): Draft {
  const at = { topic, partition, offset: String(offset) }
  return {
    topic,
    key: partOf(record.key, 'text', { ...at, of: { part: 'key' } }),
    value: partOf(record.value, 'json', { ...at, of: { part: 'value' } }),
    headers: record.headers.map(({ key, value }, id) => ({ id, key, value: partOf(value, 'text', { ...at, of: { part: 'header', index: id } }) })),
    // By key like any other; that it came from elsewhere is said, and can be kept by a click.
    partition: null,
    origin: at,
  }
}

export function withHeader(headers: readonly DraftHeader[]): DraftHeader[] {
  return [...headers, { id: Math.max(-1, ...headers.map(({ id }) => id)) + 1, key: '', value: { kind: 'text', text: '' } }]
}

/** One place up or down; at the ends it stays where it is. */
export function movedHeader(headers: readonly DraftHeader[], id: number, by: -1 | 1): DraftHeader[] {
  const from = headers.findIndex((header) => header.id === id)
  const to = from + by
  if (from < 0 || to < 0 || to >= headers.length) return [...headers]
  return headers.with(from, headers[to]!).with(to, headers[from]!)
}
