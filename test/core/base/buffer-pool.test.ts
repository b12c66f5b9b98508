// The pool lends a slab to one at a time, and only to those that fill it well.
import { expect, it } from 'vitest'
import { BufferPool } from '../../../core/base/buffer-pool.ts'

const open = (): BufferPool => new BufferPool({ slabBytes: 1000, maxFree: 1 })

it('lends the same memory again, but only after it was given back', () => {
  const pool = open()
  const first = pool.take(1000)
  expect(pool.take(1000).buffer).not.toBe(first.buffer)
  pool.release(first)
  const again = pool.take(500)
  expect([again.buffer === first.buffer, again.length]).toEqual([true, 500])
})

it('gives a slab to one only, however often it was given back, and takes parts of it back too', () => {
  const pool = open()
  const first = pool.take(800)
  pool.release(first.subarray(100))
  pool.release(first)
  expect([pool.take(800).buffer, pool.take(800).buffer].filter((buffer) => buffer === first.buffer)).toHaveLength(1)
})

it('allocates what would waste half a slab or not fit, keeps no more slabs than it may, and takes no foreign buffers', () => {
  const pool = open()
  const odd = [pool.take(499), pool.take(1001), Buffer.alloc(1000)]
  expect(odd.map((buffer) => buffer.length)).toEqual([499, 1001, 1000])
  for (const buffer of odd) pool.release(buffer)
  const [kept, left] = [pool.take(1000), pool.take(1000)]
  expect(odd.some((buffer) => buffer.buffer === kept.buffer || buffer.buffer === left.buffer)).toBe(false)
  pool.release(kept)
  pool.release(left)
  expect([pool.take(1000).buffer === kept.buffer, pool.take(1000).buffer === left.buffer]).toEqual([true, false])
})
