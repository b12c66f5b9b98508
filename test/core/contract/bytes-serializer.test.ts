import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesSerializer } from '../../../core/contract/bytes-serializer.ts'

it('carries any bytes as the base64 that everybody reads', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = bytesSerializer.serialize(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(bytesSerializer.deserialize(text)).toEqual(bytes)
    }),
  )
})

it('carries more bytes than a function takes arguments', () => {
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, i) => i & 255)
  expect(Buffer.compare(bytesSerializer.deserialize(bytesSerializer.serialize(bytes)) as Uint8Array, bytes)).toBe(0)
})

it('takes a Buffer as bytes, and gives a Uint8Array back', () => {
  expect(bytesSerializer.condition(Buffer.from('a'))).toBe(true)
  expect([bytesSerializer.condition('a'), bytesSerializer.condition([1]), bytesSerializer.condition(new ArrayBuffer(1))]).toEqual([false, false, false])
  expect((bytesSerializer.deserialize('YQ==') as Uint8Array).constructor).toBe(Uint8Array)
})
