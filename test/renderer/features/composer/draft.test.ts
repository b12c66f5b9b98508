// What is typed becomes exactly the bytes that are sent, and a record becomes a draft that would send it again.
import { expect, it } from 'vitest'
import type { Field, WholeRecord } from '../../../../core/contract/messages.ts'
import { type Draft, draftOf, emptyDraft, payloadOf, sendableOf } from '../../../../renderer/features/composer/draft.ts'

const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft('orders'), ...change })

it.each([
  [{ kind: 'null', text: 'kept for later' } as const, { kind: 'null' }],
  [{ kind: 'text', text: '' } as const, { kind: 'text', text: '' }],
  [{ kind: 'hex', text: 'ca fe' } as const, { kind: 'bytes', bytes: Uint8Array.of(0xca, 0xfe) }],
  [{ kind: 'json', text: ' {"n": 9007199254740993}\n' } as const, { kind: 'text', text: ' {"n": 9007199254740993}\n' }],
])('sends %j as typed', (part, payload) => {
  expect(payloadOf(part, 'The value')).toEqual({ ok: true, value: payload })
})

it.each([
  [
    { value: { kind: 'json', text: '{"a": }' } } as const,
    'The value is not JSON: line 1, column 7: expected a value, found "}". Fix it, or choose Text to send it as it is.',
  ],
  [{ key: { kind: 'hex', text: 'c' } } as const, 'The key is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.'],
  [
    { headers: [{ id: 0, key: 'trace', value: { kind: 'hex', text: 'zz' } }] } as const,
    'The header "trace" is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.',
  ],
  [{ topic: '  ' }, 'Choose the topic to send to.'],
])('refuses %j', (change, error) => {
  expect(sendableOf(draft({ value: { kind: 'text', text: 'x' }, ...change } as Partial<Draft>))).toEqual({ ok: false, error })
})

it('keeps duplicate headers, their order and a null value', () => {
  const headers = [
    { id: 3, key: 'retry', value: { kind: 'text', text: '1' } },
    { id: 1, key: 'retry', value: { kind: 'null', text: '' } },
    { id: 2, key: '', value: { kind: 'text', text: '' } },
  ] satisfies Draft['headers']
  const sendable = sendableOf(draft({ headers, key: { kind: 'text', text: 'k' }, value: { kind: 'null', text: '' }, partition: 2 }))
  expect(sendable).toEqual({
    ok: true,
    value: {
      topic: 'orders',
      partition: 2,
      key: { kind: 'text', text: 'k' },
      value: { kind: 'null' },
      headers: [
        { key: 'retry', value: { kind: 'text', text: '1' } },
        { key: 'retry', value: { kind: 'null' } },
        { key: '', value: { kind: 'text', text: '' } },
      ],
    },
  })
})

it('starts without a key', () => {
  expect(emptyDraft('orders').key.kind).toBe('null')
})

it('turns a record into a draft that sends the same bytes', () => {
  const utf8 = (text: string, kind: 'text' | 'json'): Field => ({ kind, text, bytes: new TextEncoder().encode(text) })
  const binary = Uint8Array.of(0, 255, 254)
  const record = {
    topic: 'orders',
    key: { kind: 'binary', bytes: binary, text: null },
    value: utf8('{"n":9223372036854775807}', 'json'),
    headers: [
      { key: 'a', value: utf8('1', 'json') },
      { key: 'a', value: { kind: 'null' } },
      { key: 'b', value: utf8('', 'text') },
    ],
  } as unknown as WholeRecord
  expect(sendableOf(draftOf(record))).toEqual({
    ok: true,
    value: {
      topic: 'orders',
      partition: null,
      key: { kind: 'bytes', bytes: binary },
      value: { kind: 'text', text: '{"n":9223372036854775807}' },
      headers: [
        { key: 'a', value: { kind: 'text', text: '1' } },
        { key: 'a', value: { kind: 'null' } },
        { key: 'b', value: { kind: 'text', text: '' } },
      ],
    },
  })
})
