import { expect, it } from 'vitest'
import type { ReadRecord } from '../../../core/client/read-record.ts'
import { RecordCache } from '../../../core/services/record-cache.ts'
import { FakeTime } from '../../support/fake-time.ts'

const MIB = 1024 * 1024

const recordOf = (value: Buffer, sizeBytes = value.length): ReadRecord =>
  ({ partition: 0, offset: 0n, key: null, value, headers: [{ key: 'h', value: null }], sizeBytes }) as unknown as ReadRecord

function open() {
  const time = new FakeTime()
  return { time, cache: new RecordCache(time, time) }
}

it('keeps bytes of its own, not a small window on a large response of the cluster', () => {
  const { cache } = open()
  const response = Buffer.from('_____value__')
  cache.put('a', recordOf(response.subarray(5, 10)))
  response.fill(0)
  expect(String(cache.get('a')!.record.value)).toBe('value')
})

it('gives back those that were used longest ago when there are too many bytes, and keeps the latest whatever its size', () => {
  const { cache } = open()
  for (const key of ['a', 'b', 'c']) cache.put(key, recordOf(Buffer.alloc(0), 20 * MIB))
  cache.get('a')
  cache.put('d', recordOf(Buffer.alloc(0), 20 * MIB))
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true])
  cache.put('large', recordOf(Buffer.alloc(0), 500 * MIB))
  expect(['a', 'c', 'd', 'large'].map((key) => cache.get(key) !== undefined)).toEqual([false, false, false, true])
})

it('counts a record that is read again once', () => {
  const { cache } = open()
  cache.put('a', recordOf(Buffer.alloc(0), 20 * MIB))
  for (let again = 0; again < 10; again++) cache.put('b', recordOf(Buffer.alloc(0), 20 * MIB))
  expect(cache.get('a')).toBeDefined()
})

it('gives back what nobody has looked at for two minutes, and then waits for nothing', async () => {
  const { cache, time } = open()
  cache.put('a', recordOf(Buffer.alloc(1)))
  await time.advance(90_000)
  cache.put('b', recordOf(Buffer.alloc(1)))
  await time.advance(90_000)
  expect(cache.get('b')).toBeDefined()
  expect(cache.get('a')).toBeUndefined()
  await time.advance(600_000)
  expect([cache.get('b'), time.pending]).toEqual([undefined, 0])
})

it('lets go of everything when it is cleared', () => {
  const { cache, time } = open()
  cache.put('a', recordOf(Buffer.alloc(1)))
  cache.clear()
  expect([cache.get('a'), time.pending]).toEqual([undefined, 0])
})
