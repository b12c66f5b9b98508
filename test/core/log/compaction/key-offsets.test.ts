import { expect, it } from 'vitest'
import { KeyOffsets } from '../../../../core/log/compaction/key-offsets.ts'

const note = (keys: KeyOffsets, key: Buffer, offset: number): void => keys.note(key, 0, key.length, offset)
const isSuperseded = (keys: KeyOffsets, key: Buffer, offset: number): boolean => keys.isSuperseded(key, 0, key.length, offset)

it('knows of each key its newest offset, whatever bytes the key has', () => {
  const keys = new KeyOffsets(10_000)
  const [one, other, empty] = [Buffer.from([0, 255, 128]), Buffer.from([0, 255, 129]), Buffer.alloc(0)]
  note(keys, one, 5)
  note(keys, other, 6)
  note(keys, empty, 7)
  note(keys, one, 9)
  expect([5, 9, 10].map((offset) => isSuperseded(keys, one, offset))).toEqual([true, false, false])
  expect([isSuperseded(keys, other, 6), isSuperseded(keys, empty, 0), isSuperseded(keys, Buffer.from('unknown'), 0)]).toEqual([false, true, false])
})

it('is full when its keys take the memory that it may have; a key that it has takes no more', () => {
  const keys = new KeyOffsets(1000)
  for (let i = 0; i < 1000; i++) note(keys, Buffer.from('again'), i)
  expect([keys.size, keys.isFull]).toEqual([1, false])
  for (let i = 0; !keys.isFull; i++) note(keys, Buffer.from(`key ${i}`), i)
  expect(keys.size).toBeLessThan(15)
})
