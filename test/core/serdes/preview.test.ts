import { expect, it } from 'vitest'
import { previewOf } from '../../../core/serdes/preview.ts'

it.each([
  ['null apart from empty', null, { kind: 'null' }],
  ['empty', '', { kind: 'text', text: '', sizeBytes: 0, cut: false }],
  ['text', 'hällo', { kind: 'text', text: 'hällo', sizeBytes: 6, cut: false }],
  ['JSON as written, with numbers beyond 2^53', '{"id":9007199254740993}', { kind: 'json', text: '{"id":9007199254740993}', sizeBytes: 23, cut: false }],
])('shows %s', (_what, text, preview) => {
  expect(previewOf(text === null ? null : Buffer.from(text))).toEqual(preview)
})

it('shows bytes that are no text as hex, the first of them', () => {
  expect(previewOf(Buffer.from([0, 0, 0, 0, 42]))).toEqual({ kind: 'binary', hex: '000000002a', sizeBytes: 5, cut: false })
  expect(previewOf(Buffer.alloc(100, 0xff))).toEqual({ kind: 'binary', hex: 'ff'.repeat(64), sizeBytes: 100, cut: true })
})

it('cuts a long text, never in the middle of a character', () => {
  expect(previewOf(Buffer.from('x'.repeat(400)))).toEqual({ kind: 'text', text: 'x'.repeat(300), sizeBytes: 400, cut: true })
  expect(previewOf(Buffer.from(`${'x'.repeat(299)}😀`))).toMatchObject({ text: 'x'.repeat(299), cut: true })
  expect(previewOf(Buffer.from(`${'x'.repeat(298)}😀`))).toMatchObject({ text: `${'x'.repeat(298)}😀`, cut: false })
})

it.each([0, 1, 2, 3])('looks at the beginning of a large value only, wherever its characters fall (%i bytes on)', (shift) => {
  const text = 'x'.repeat(shift) + '😀'.repeat(10_000)
  expect(previewOf(Buffer.from(text))).toMatchObject({ kind: 'text', cut: true, sizeBytes: 40_000 + shift })
})

it('calls a large value JSON by its two ends, and binary by what stands in its beginning', () => {
  const large = (text: string) => previewOf(Buffer.from(text)).kind
  expect(large(`{"a":"${'x'.repeat(50_000)}"}\n`)).toBe('json')
  expect(large(`{"a":"${'x'.repeat(50_000)}`)).toBe('text')
  expect(previewOf(Buffer.concat([Buffer.from([0xff]), Buffer.alloc(50_000, 0x61)])).kind).toBe('binary')
})

it('is quick on a value of 20 MB', () => {
  const value = Buffer.from(`{"a":"${'x'.repeat(20_000_000)}"}`)
  const start = performance.now()
  previewOf(value)
  expect(performance.now() - start).toBeLessThan(50)
})
