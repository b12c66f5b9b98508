import { describe, expect, it } from 'vitest'
import { fieldOf } from '../../../core/serdes/field.ts'

const LIMIT = 1_000

it('gives exact bytes, with the text where there is one', () => {
  const whole = { cut: false }
  expect(fieldOf(null, LIMIT)).toEqual({ kind: 'null' })
  expect(fieldOf(Buffer.from('{"a":1}'), LIMIT)).toEqual({ kind: 'json', bytes: new Uint8Array(Buffer.from('{"a":1}')), text: '{"a":1}', sizeBytes: 7, ...whole })
  expect(fieldOf(Buffer.from([0xff]), LIMIT)).toEqual({ kind: 'binary', bytes: new Uint8Array([0xff]), text: null, sizeBytes: 1, ...whole })
  expect(fieldOf(Buffer.from('a\u0000'), LIMIT)).toEqual({ kind: 'binary', bytes: new Uint8Array([0x61, 0]), text: 'a\u0000', sizeBytes: 2, ...whole })
})

it('gives bytes of its own, not a window on a response of the cluster', () => {
  const response = Buffer.from('__value__')
  const field = fieldOf(response.subarray(2, 7), LIMIT)
  response.fill(0)
  expect(field.kind !== 'null' && [field.bytes.constructor, field.bytes.buffer.byteLength, field.text]).toEqual([Uint8Array, 5, 'value'])
})

describe('beyond the limit', () => {
  it('cuts, and says how large it is', () => {
    const field = fieldOf(Buffer.from('x'.repeat(LIMIT + 1)), LIMIT)
    expect(field.kind !== 'null' && [field.kind, field.bytes.length, field.text?.length, field.sizeBytes, field.cut]).toEqual(['text', LIMIT, LIMIT, LIMIT + 1, true])
  })

  it('leaves out the text of a character that the cut goes through, and keeps its bytes', () => {
    const field = fieldOf(Buffer.from(`${'x'.repeat(LIMIT - 2)}€€`), LIMIT)
    expect(field.kind !== 'null' && [field.kind, field.bytes.length, field.text]).toEqual(['text', LIMIT, 'x'.repeat(LIMIT - 2)])
  })

  it.each([
    ['json', `{"a":"${'x'.repeat(LIMIT)}"}`],
    ['text', `{"a":"${'x'.repeat(LIMIT)}`],
    ['text', `${'x'.repeat(LIMIT)}]`],
  ])('judges by both ends: %s', (kind, text) => {
    expect(fieldOf(Buffer.from(text), LIMIT).kind).toBe(kind)
  })
})
