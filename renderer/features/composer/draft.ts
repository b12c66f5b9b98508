// A message being written: what is in the fields, and how it becomes the bytes that are sent.
import type { Field, Payload, WholeRecord } from '../../../core/contract/messages.ts'
import { hexOf, parseHex } from '../../format/hex.ts'
import { readJson } from '../../format/json-tokens.ts'

export type PartKind = 'json' | 'text' | 'hex' | 'null'

/** A key, value or header value as typed. `null` and an empty text are different things. */
export interface Part {
  kind: PartKind
  text: string
}

export interface DraftHeader {
  /** Tells rows apart; keys may repeat. */
  id: number
  key: string
  value: Part
}

export interface Draft {
  topic: string
  key: Part
  value: Part
  headers: DraftHeader[]
  /** null = by key. */
  partition: number | null
}

export const emptyDraft = (topic: string): Draft => ({
  topic,
  key: { kind: 'null', text: '' },
  value: { kind: 'json', text: '{\n  \n}\n' },
  headers: [],
  partition: null,
})

export type Checked<T> = { ok: true; value: T } | { ok: false; error: string }

export function payloadOf({ kind, text }: Part, what: string): Checked<Payload> {
  switch (kind) {
    case 'null':
      return { ok: true, value: { kind: 'null' } }
    case 'text':
      return { ok: true, value: { kind: 'text', text } }
    case 'json': {
      const reading = readJson(text)
      // Sent as typed: white space, number forms and key order are the writer's.
      if (reading.ok) return { ok: true, value: { kind: 'text', text } }
      const { line, column, message } = reading.error
      return {
        ok: false,
        error: `${what} is not JSON: line ${line}, column ${column}: ${message}. Fix it, or choose Text to send it as it is.`,
      }
    }
    case 'hex': {
      const bytes = parseHex(text)
      if (bytes) return { ok: true, value: { kind: 'bytes', bytes } }
      return { ok: false, error: `${what} is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.` }
    }
  }
}

export interface Sendable {
  topic: string
  partition: number | null
  key: Payload
  value: Payload
  headers: { key: string; value: Payload }[]
}

/** The message to send, or the first thing that stands in its way. */
export function sendableOf(draft: Draft): Checked<Sendable> {
  if (draft.topic.trim() === '') return { ok: false, error: 'Choose the topic to send to.' }
  const key = payloadOf(draft.key, 'The key')
  if (!key.ok) return key
  const value = payloadOf(draft.value, 'The value')
  if (!value.ok) return value
  const headers: Sendable['headers'] = []
  for (const header of draft.headers) {
    const payload = payloadOf(header.value, `The header ${JSON.stringify(header.key)}`)
    if (!payload.ok) return payload
    headers.push({ key: header.key, value: payload.value })
  }
  return { ok: true, value: { topic: draft.topic.trim(), partition: draft.partition, key: key.value, value: value.value, headers } }
}

/** A draft that would send the same bytes again. */
export function draftOf(record: WholeRecord): Draft {
  return {
    topic: record.topic,
    key: partOf(record.key, 'text'),
    value: partOf(record.value, 'json'),
    headers: record.headers.map(({ key, value }, id) => ({ id, key, value: partOf(value, 'text') })),
    partition: null,
  }
}

function partOf(field: Field, ifJson: 'json' | 'text'): Part {
  if (field.kind === 'null') return { kind: 'null', text: '' }
  if (field.text === null) return { kind: 'hex', text: hexOf(field.bytes) }
  return { kind: field.kind === 'json' ? ifJson : 'text', text: field.text }
}
