import { expect, it } from 'vitest'
import type { ClientRecord } from '../../../core/client/client-record.ts'
import { RecordCache } from '../../../core/services/record-cache.ts'
import { FakeTime } from '../../support/fake-time.ts'

const MIB = 1024 * 1024
const recordOf = (sizeBytes: number): ClientRecord => ({ key: null, value: Buffer.from('v'), headers: [], sizeBytes }) as unknown as ClientRecord

function open() {
  const time = new FakeTime()
  const cache = new RecordCache(time, time)
  const has = (...keys: string[]): boolean[] => keys.map((key) => cache.get(key) !== undefined)
  return { time, cache, has }
}

it('gives up the ones used longest ago when there is no room for all', () => {
  const { cache, has } = open()
  cache.put('a', recordOf(50 * MIB))
  cache.put('b', recordOf(50 * MIB))
  cache.get('a')
  cache.put('c', recordOf(50 * MIB))
  expect(has('a', 'b', 'c')).toEqual([true, false, true])
})

it('keeps the latest whatever its size', () => {
  const { cache, has } = open()
  cache.put('a', recordOf(1))
  cache.put('b', recordOf(500 * MIB))
  expect(has('a', 'b')).toEqual([false, true])
})

it('lets go of what nobody looks at, and leaves no timer behind', async () => {
  const { time, cache, has } = open()
  cache.put('a', recordOf(1))
  await time.advance(100_000)
  cache.put('b', recordOf(1))
  await time.advance(100_000)
  await time.advance(100_000)
  expect(has('a', 'b')).toEqual([false, false])
  expect(time.pending).toBe(0)
  cache.put('c', recordOf(1))
  cache.clear()
  expect([has('c'), time.pending]).toEqual([[false], 0])
})

it('holds bytes of its own, so that the answer they came in can go', () => {
  const { cache } = open()
  const answer = Buffer.from('__value__')
  const { record } = cache.put('a', { ...recordOf(1), value: answer.subarray(2, 7) })
  answer.fill(0)
  expect(String(record.value)).toBe('value')
})
