// Two records have one hash only if they are the same to the byte.
import { expect, it } from 'vitest'
import { contentBytes, contentHash, isSameBytes, isSameContent, type RecordContent } from '../../../../core/deadletters/replay/content-hash.ts'

const bytes = (text: string): Buffer => Buffer.from(text)
const record: RecordContent = { key: bytes('k'), value: bytes('v'), headers: [{ key: 'a', value: bytes('1') }, { key: 'b', value: null }] }

/** What differs, and how. */
const OTHERS: readonly [string, RecordContent][] = [
  ['a null key', { ...record, key: null }],
  ['an empty key', { ...record, key: bytes('') }],
  ['a byte moved from key to value', { ...record, key: bytes(''), value: bytes('kv') }],
  ['an empty header value', { ...record, headers: [record.headers[0]!, { key: 'b', value: bytes('') }] }],
  ['headers in another order', { ...record, headers: record.headers.toReversed() }],
  ['a header twice', { ...record, headers: [...record.headers, record.headers[0]!] }],
  ['a byte moved from a header name to its value', { ...record, headers: [{ key: '', value: bytes('a1') }, record.headers[1]!] }],
]

it.each(OTHERS)('%s makes another hash', (_what, other) => {
  expect(contentHash(other)).not.toBe(contentHash(record))
  expect(isSameContent(other, record)).toBe(false)
})

it('the same bytes have the same hash, whatever their size and wherever they lie', () => {
  const copy = { key: bytes('k'), value: Buffer.from('xv').subarray(1), headers: record.headers.map((header) => ({ ...header })) }
  expect(contentHash(copy)).toBe(contentHash(record))
  expect(contentHash(record)).toMatch(/^[0-9a-f]{16}$/)
  expect(isSameContent(copy, record)).toBe(true)
  const large = { ...record, value: Buffer.alloc(200_000, 1) }
  expect(contentHash(large)).toBe(contentHash({ ...large, value: Buffer.alloc(200_000, 1) }))
  expect(contentHash(large)).not.toBe(contentHash({ ...large, value: Buffer.alloc(200_000, 2) }))
})

it('sizes count names and values of headers in UTF-8', () => {
  expect(contentBytes({ key: null, value: bytes('abc'), headers: [{ key: 'ü', value: bytes('12') }] })).toBe(7)
  expect(isSameBytes(null, bytes(''))).toBe(false)
  expect(isSameBytes(null, null)).toBe(true)
})
