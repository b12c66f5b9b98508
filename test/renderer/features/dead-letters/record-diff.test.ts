// Original and dead letter compared: what changed is seen, what belongs to the failure is not.
import { describe, expect, it } from 'vitest'
import type { Field } from '../../../../core/contract/records.ts'
import { fieldDiff, headerDiffs } from '../../../../renderer/features/dead-letters/record-diff.ts'

const text = (value: string, cut = false): Field => {
  const bytes = new TextEncoder().encode(value)
  return { kind: 'text', bytes, text: value, sizeBytes: bytes.length, cut }
}
const binary = (...values: number[]): Field => ({ kind: 'binary', bytes: Uint8Array.from(values), text: null, sizeBytes: values.length, cut: false })
const NULL: Field = { kind: 'null' }
const header = (key: string, value: string) => ({ key, value: text(value) })

describe('A value', () => {
  it('is the same byte for byte', () => {
    expect(fieldDiff(text('{"a":1}'), text('{"a":1}'))).toEqual({ kind: 'same', words: '7 B' })
    expect(fieldDiff(NULL, NULL)).toEqual({ kind: 'same', words: 'null' })
    expect(fieldDiff(binary(1, 2), binary(1, 2))).toEqual({ kind: 'same', words: '2 B' })
  })

  it('is compared as it is read: JSON field by field', () => {
    const diff = fieldDiff(text('{"id":1,"amount":2}'), text('{"id":1,"amount":"2"}'))
    expect(diff.kind === 'lines' && diff.lines.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '  "amount": 2' },
      { kind: 'added', text: '  "amount": "2"' },
    ])
  })

  it('that became null, or is no text, is told in words', () => {
    expect(fieldDiff(text('abc'), NULL)).toEqual({ kind: 'unlike', words: '3 B became null' })
    expect(fieldDiff(binary(1), binary(2, 3))).toEqual({ kind: 'unlike', words: '1 B became 2 B: too large, or no text, to be shown by line' })
  })

  it('null is not empty', () => {
    expect(fieldDiff(NULL, text(''))).toEqual({ kind: 'unlike', words: 'null became 0 B' })
  })
})

describe('Headers', () => {
  it('of the failure are left out, and those of the business compared in their order', () => {
    const before = [header('trace', '1'), header('tenant', 'a')]
    const after = [header('trace', '1'), header('tenant', 'b'), header('x-error', 'boom')]
    expect(headerDiffs(before, after, ['x-error'])).toEqual([
      { kind: 'removed', name: 'tenant', text: 'a' },
      { kind: 'added', name: 'tenant', text: 'b' },
    ])
  })

  it('of several lines stay one header', () => {
    expect(headerDiffs([], [header('note', 'one\ntwo')], [])).toEqual([{ kind: 'added', name: 'note', text: 'one\ntwo' }])
  })

  it('that repeat count each', () => {
    expect(headerDiffs([header('a', '1')], [header('a', '1'), header('a', '1')], [])).toEqual([{ kind: 'added', name: 'a', text: '1' }])
  })
})
