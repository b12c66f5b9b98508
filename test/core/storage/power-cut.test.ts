// What a power cut may take: only what was not acknowledged, whatever crashes came before it.
import { expect, it } from 'vitest'
import type { Storage } from '../../../core/storage/storage.ts'
import { turn } from '../../simulation/world.ts'
import { MemoryDisk } from '../../support/memory-disk.ts'
import { openTestStorage } from '../../support/storage.ts'

const append = (storage: Storage, offset: number): Promise<void> =>
  storage.commit({ appends: [{ partition: 1, batch: Buffer.alloc(1000, offset), firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: 1 }] })

it('keeps what was acknowledged in a generation whose name was not flushed yet when the process was killed', async () => {
  const disk = new MemoryDisk()
  const before = await openTestStorage(undefined, { disk: disk.mount(), generationBytes: 1000 })
  await append(before.storage, 0)
  disk.isAutomatic = false
  void append(before.storage, 1) // begins the next generation
  while (disk.names().length < 2 || disk.waiting === 0) await turn()
  disk.crash('kept')
  disk.isAutomatic = true
  const after = await openTestStorage(undefined, { disk: disk.mount(), generationBytes: 1000 })
  await append(after.storage, 1)
  disk.cutPower('lost')
  const { storage } = await openTestStorage(undefined, { disk: disk.mount(), generationBytes: 1000 })
  expect(storage.partition(1).endOffset).toBe(2)
})
