import { expect, it } from 'vitest'
import { fieldOf } from '../../../core/serdes/field.ts'

it('gives exact bytes, with the text where there is one', () => {
  expect(fieldOf(null)).toEqual({ kind: 'null' })
  expect(fieldOf(Buffer.from('{"a":1}'))).toEqual({ kind: 'json', bytes: new Uint8Array(Buffer.from('{"a":1}')), text: '{"a":1}' })
  expect(fieldOf(Buffer.from([0xff]))).toEqual({ kind: 'binary', bytes: new Uint8Array([0xff]), text: null })
  expect(fieldOf(Buffer.from('a\u0000'))).toEqual({ kind: 'binary', bytes: new Uint8Array([0x61, 0]), text: 'a\u0000' })
})

it('gives bytes of its own, not a window on a response of the cluster', () => {
  const response = Buffer.from('__value__')
  const field = fieldOf(response.subarray(2, 7))
  response.fill(0)
  expect(field.kind !== 'null' && [field.bytes.constructor, field.bytes.buffer.byteLength, field.text]).toEqual([Uint8Array, 5, 'value'])
})
