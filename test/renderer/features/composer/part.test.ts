// What is typed becomes exactly the bytes that are sent; what was stored goes out as it is.
import { expect, it } from 'vitest'
import type { Field } from '../../../../core/contract/records.ts'
import { contentOf, hasMixedLineEnds, isJsonFilledIn, type Part, partOf, sizeOfContent, type StoredBytes, typedInto } from '../../../../renderer/features/composer/part.ts'

const stored: StoredBytes = { topic: 'orders', partition: 2, offset: '9007199254740993', of: { part: 'value' }, sizeBytes: 20_000_000 }
const at = { topic: 'orders', partition: 2, offset: '9007199254740993', of: { part: 'value' as const } }

it.each<[Part, object]>([
  [{ kind: 'null', text: 'kept for later' }, { kind: 'null' }],
  [{ kind: 'text', text: '' }, { kind: 'text', text: '' }],
  [{ kind: 'hex', text: 'ca fe' }, { kind: 'bytes', bytes: Uint8Array.of(0xca, 0xfe) }],
  [{ kind: 'json', text: ' {"n": 9007199254740993}\n' }, { kind: 'text', text: ' {"n": 9007199254740993}\n' }],
  [{ kind: 'stored', text: '', stored }, { kind: 'stored', stored }],
])('sends %j as typed', (part, content) => {
  expect(contentOf(part, 'The value')).toEqual({ ok: true, value: content })
})

it.each<[Part, string]>([
  [{ kind: 'json', text: '{"a": }' }, 'The value is not JSON: line 1, column 7: expected a value, found "}". Fix it, or choose Text to send it as it is.'],
  [{ kind: 'hex', text: 'c' }, 'The value is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.'],
  [{ kind: 'stored', text: '', stored: { ...stored, sizeBytes: 40_000_000 } }, 'The value is larger than the 32 MiB that can be sent from here.'],
])('refuses %j', (part, error) => {
  expect(contentOf(part, 'The value')).toEqual({ ok: false, error })
})

it.each<[Field, Part]>([
  [{ kind: 'null' }, { kind: 'null', text: '' }],
  [{ kind: 'text', bytes: new Uint8Array(), text: '', sizeBytes: 0, cut: false }, { kind: 'text', text: '' }],
  [{ kind: 'json', bytes: Uint8Array.of(123, 125), text: '{}', sizeBytes: 2, cut: false }, { kind: 'json', text: '{}' }],
  [{ kind: 'binary', bytes: Uint8Array.of(0, 255), text: null, sizeBytes: 2, cut: false }, { kind: 'hex', text: '00 ff' }],
  [{ kind: 'text', bytes: new Uint8Array(4), text: '\0\0\0\0', sizeBytes: 4, cut: false }, { kind: 'hex', text: '00 00 00 00' }],
  [{ kind: 'text', bytes: Uint8Array.of(97, 127), text: 'a\u007f', sizeBytes: 2, cut: false }, { kind: 'hex', text: '61 7f' }],
  [{ kind: 'text', bytes: Uint8Array.of(97, 9, 13, 10), text: 'a\t\r\n', sizeBytes: 4, cut: false }, { kind: 'text', text: 'a\t\r\n' }],
  [{ kind: 'json', bytes: Uint8Array.of(123), text: '{', sizeBytes: 20_000_000, cut: true }, { kind: 'stored', text: '', stored }],
  [{ kind: 'text', bytes: new Uint8Array(), text: 'came whole', sizeBytes: 20_000_000, cut: false }, { kind: 'stored', text: '', stored }],
])('makes a part of %j that sends its bytes again', (field, part) => {
  expect(partOf(field, 'json', at)).toEqual(part)
})

it('takes for JSON what will be JSON once it is filled in, only where it is filled in', () => {
  const part: Part = { kind: 'json', text: '{"n": {{seq}}, "at": {{epochMs}}, "id": "{{uuid}}"}' }
  expect([contentOf(part, 'The value').ok, contentOf(part, 'The value', true)]).toEqual([false, { ok: true, value: { kind: 'text', text: part.text } }])
  expect([part.text, '{"id": {{uuid}}}', '{"n": 1}', '{{seq}}'].map(isJsonFilledIn)).toEqual([true, false, false, true])
})

it('tells sizes, and null from empty', () => {
  expect([{ kind: 'null' as const }, { kind: 'text' as const, text: '' }, { kind: 'text' as const, text: 'ü' }, { kind: 'stored' as const, stored }].map(sizeOfContent)).toEqual([null, 0, 2, 20_000_000])
})

it('makes a text of what is typed where there was null, and keeps what is stored at hand', () => {
  expect(typedInto({ kind: 'null', text: '', stored }, 'a')).toEqual({ kind: 'text', text: 'a', stored })
  expect(typedInto({ kind: 'hex', text: '' }, 'ff')).toEqual({ kind: 'hex', text: 'ff' })
})

it.each([
  ['a\nb\n', false],
  ['a\r\nb\r\n', false],
  ['a\r\nb\n', true],
  ['a\rb', true],
  ['a', false],
])('knows whether an editor would change the ends of lines of %j', (text, isMixed) => {
  expect(hasMixedLineEnds(text)).toBe(isMixed)
})
