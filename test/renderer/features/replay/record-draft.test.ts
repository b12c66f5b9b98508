// A record is edited as text and sent as bytes: what nobody touched keeps every byte.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Field } from '../../../../core/contract/records.ts'
import { draftOf, editOf, editRefusal, isChanged, withHeader, withKind, withText } from '../../../../renderer/features/replay/record-draft.ts'
import type { Side } from '../../../../renderer/features/replay/record-sides.ts'

const fieldOf = (bytes: Uint8Array<ArrayBuffer> | null): Field => (bytes === null ? { kind: 'null' } : { kind: 'binary', bytes, text: null, sizeBytes: bytes.length, cut: false })
const utf8 = (text: string): Field => fieldOf(new TextEncoder().encode(text))
const side = (change: Partial<Side>): Side => ({ key: { kind: 'null' }, value: { kind: 'null' }, headers: [], ...change })
const text = (bytes: Uint8Array | null): string => new TextDecoder().decode(bytes!)

it('gives back every byte of what was not touched, whatever it is', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 40 }))
  const json = fc.json().map((value) => new TextEncoder().encode(value))
  fc.assert(
    fc.property(bytes, fc.oneof(bytes, json), fc.array(fc.tuple(fc.string(), bytes), { maxLength: 4 }), (key, value, headers) => {
      const read = side({ key: fieldOf(key), value: fieldOf(value), headers: headers.map(([name, header]) => ({ key: name, value: fieldOf(header) })) })
      const draft = draftOf(read, null)
      expect(isChanged(draft, draft)).toBe(false)
      expect(editOf(draft)).toEqual({ ok: true, value: { key, value, headers: headers.map(([name, header]) => ({ key: name, value: header })) } })
    }),
  )
})

it('lays JSON of one line out to be edited and puts it back onto one, numbers exact', () => {
  const draft = draftOf(side({ value: utf8('{"id":9007199254740993,"s":"a b"}') }), null)
  expect(draft.value.text).toBe('{\n  "id": 9007199254740993,\n  "s": "a b"\n}')
  const edited = editOf({ ...draft, value: withText(draft.value, draft.value.text.replace('a b', 'c d')) })
  expect(edited.ok && text(edited.value.value)).toBe('{"id":9007199254740993,"s":"c d"}')
})

it('keeps the lines of JSON that had several', () => {
  const draft = draftOf(side({ value: utf8('{\n"a":  1}') }), null)
  const edited = editOf({ ...draft, value: withText(draft.value, '{\n"a":  2}') })
  expect(edited.ok && text(edited.value.value)).toBe('{\n"a":  2}')
})

it('refuses JSON that is none, and sends it as text where that is wanted', () => {
  const draft = draftOf(side({ value: utf8('{"a":1}') }), null)
  const broken = withText(draft.value, '{"a":')
  const refused = editOf({ ...draft, value: broken })
  expect(refused.ok ? '' : refused.error).toMatch(/^The value is not JSON: line 1, column 6: .+\. Fix it, or choose Text to send it as it is\.$/)
  const sent = editOf({ ...draft, value: withKind(broken, 'text') })
  expect(sent.ok && text(sent.value.value)).toBe('{"a":')
})

it('makes a tombstone of a value, a text of null, and hexadecimal what is no text', () => {
  const draft = draftOf(side({ key: fieldOf(Uint8Array.of(0, 255)), value: utf8('x') }), null)
  expect(draft.key).toMatchObject({ kind: 'hex', text: '00 ff' })
  expect(editOf({ ...draft, value: withKind(draft.value, 'null') })).toMatchObject({ value: { value: null } })
  const odd = editOf({ ...draft, key: withText(draft.key, '0') })
  expect(odd).toEqual({ ok: false, error: 'The key is not hexadecimal: pairs of 0-9 and a-f, spaces allowed.' })
})

it('opens on the edit that was kept, and adds headers', () => {
  const draft = draftOf(side({ value: utf8('read') }), { key: null, value: new TextEncoder().encode('kept'), headers: [{ key: 'a', value: null }] })
  expect(draft.value.text).toBe('kept')
  const more = { ...draft, headers: withHeader(draft.headers) }
  expect([isChanged(more, draft), more.headers.map(({ id }) => id)]).toEqual([true, [0, 1]])
})

it('says why a record cannot be edited', () => {
  expect(editRefusal({ before: side({}), editRefusal: null })).toBeNull()
  expect(editRefusal({ before: null, editRefusal: null })).toBe('Its bytes could not be read.')
  expect(editRefusal({ before: side({}), editRefusal: 'Its schema is unknown.' })).toBe('Its schema is unknown.')
  const large: Field = { kind: 'text', bytes: new Uint8Array(1), text: ' ', sizeBytes: 300_000, cut: true }
  expect(editRefusal({ before: side({ value: large }), editRefusal: null })).toMatch(/^It is larger than the 256 KiB/)
})
