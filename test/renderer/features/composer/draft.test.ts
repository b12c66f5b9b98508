// A draft is sent as it stands, and a record becomes a draft that would send it again.
import { expect, it } from 'vitest'
import type { Field, WholeRecord } from '../../../../core/contract/records.ts'
import { type Draft, draftOf, emptyDraft, movedHeader, sendableOf, withHeader } from '../../../../renderer/features/composer/draft.ts'

const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft('orders'), ...change })

it.each([
  [{ key: { kind: 'hex', text: 'c' } } as const, 'The key is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.'],
  [{ headers: [{ id: 0, key: 'trace', value: { kind: 'hex', text: 'zz' } }] } as const, 'The header "trace" is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.'],
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

it('starts without a key, and by key', () => {
  expect([emptyDraft('orders').key.kind, emptyDraft('orders').partition]).toEqual(['null', null])
})

it('moves headers up and down, and adds one with a number of its own', () => {
  const headers = withHeader(withHeader(withHeader([])))
  expect(headers.map(({ id }) => id)).toEqual([0, 1, 2])
  const ids = (id: number, by: -1 | 1): number[] => movedHeader(headers, id, by).map((header) => header.id)
  expect([ids(2, -1), ids(0, 1), ids(0, -1), ids(2, 1), ids(9, 1)]).toEqual([[0, 2, 1], [1, 0, 2], [0, 1, 2], [0, 1, 2], [0, 1, 2]])
})

it('turns a record into a draft that sends the same bytes, large ones from where they are', () => {
  const utf8 = (text: string, kind: 'text' | 'json'): Field => ({ kind, text, bytes: new TextEncoder().encode(text), sizeBytes: text.length, cut: false })
  const binary = Uint8Array.of(0, 255, 254)
  const record = {
    topic: 'orders',
    partition: 1,
    offset: 9007199254740993n,
    key: { kind: 'binary', bytes: binary, text: null, sizeBytes: 3, cut: false },
    value: utf8('{"n":9223372036854775807}', 'json'),
    headers: [
      { key: 'a', value: utf8('1', 'json') },
      { key: 'a', value: { kind: 'null' } },
      { key: 'large', value: { ...utf8('{', 'text'), sizeBytes: 300_000, cut: true } },
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
        { key: 'large', value: { kind: 'stored', stored: { topic: 'orders', partition: 1, offset: '9007199254740993', of: { part: 'header', index: 2 }, sizeBytes: 300_000 } } },
      ],
    },
  })
})
