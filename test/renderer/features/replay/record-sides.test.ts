// Before and after of a record: what differs, line by line and header by header.
import { expect, it } from 'vitest'
import type { Field } from '../../../../core/contract/records.ts'
import { diffOfFields, headerChanges } from '../../../../renderer/features/replay/record-sides.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const text = (value: string, kind: 'text' | 'json' = 'text'): Field => ({ kind, bytes: bytes(value), text: value, sizeBytes: bytes(value).length, cut: false })
const NULL: Field = { kind: 'null' }

it('compares JSON laid out, and says when not a byte differs', () => {
  const same = diffOfFields(text('{"a":1}', 'json'), text('{"a":1}', 'json'))
  expect([same.isSame, same.words, same.lines.length]).toEqual([true, 'JSON, 7 B', 3])
  const changed = diffOfFields(text('{"a":1,"b":2}', 'json'), text('{"a":1,"b":"two"}', 'json'))
  expect([changed.isSame, changed.words]).toEqual([false, 'JSON, 13 B → JSON, 17 B'])
  expect(changed.lines.filter(({ kind }) => kind !== 'same').map((line) => line.text)).toEqual(['  "b": 2', '  "b": "two"'])
})

it('tells white space that changed from bytes that did not, and null from an empty text', () => {
  expect(diffOfFields(text('{"a":1}', 'json'), text('{"a": 1}', 'json')).isSame).toBe(false)
  expect(diffOfFields(NULL, text(''))).toMatchObject({ isSame: false, words: 'null → Text, 0 B' })
  expect(diffOfFields(NULL, NULL).isSame).toBe(true)
})

it('says which headers stay, go and come, with duplicates and null in their order', () => {
  const before = [
    { key: 'trace', value: text('1') },
    { key: 'kafka_dlt-original-partition', value: { kind: 'binary', bytes: Uint8Array.of(0, 0, 0, 2), text: null, sizeBytes: 4, cut: false } as Field },
    { key: 'trace', value: text('1') },
    { key: 'empty', value: NULL },
  ]
  const after = [before[0]!, before[2]!, before[3]!, { key: 'x-replay-count', value: text('1') }]
  expect(headerChanges(before, after, ['kafka_dlt-original-partition']).map(({ kind, key, value, isOwned }) => [kind, key, value, isOwned])).toEqual([
    ['kept', 'trace', '1', false],
    ['removed', 'kafka_dlt-original-partition', '2', true],
    ['kept', 'trace', '1', false],
    ['kept', 'empty', null, false],
    ['added', 'x-replay-count', '1', false],
  ])
  expect(headerChanges([], [], [])).toEqual([])
})
