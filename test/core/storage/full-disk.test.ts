// A disk that is really full: writes fail with a reason and nothing of them is kept, reads go on, and writing resumes once there is room.
import { statfsSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { type Disk, fileDisk } from '../../../core/storage/disk.ts'
import { openTestStorage } from '../../support/storage.ts'

it('keeps every acknowledged record when the disk fills up, refuses the rest, and goes on when there is room again', async ({ skip }) => {
  const disk = mountSmallDisk('24m')
  if (typeof disk === 'string') return skip(disk)
  const ballast = join(disk.directory, 'ballast')
  writeFileSync(ballast, Buffer.alloc(4_000_000))
  const t = await openTestStorage(undefined, { directory: disk.directory })
  try {
    const append = (offset: number) =>
      t.storage.commit({
        appends: [{ partition: 1, batch: Buffer.alloc(1_000_000, offset), firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: 1 }],
      })
    let acknowledged = 0
    let failure: unknown
    while (failure === undefined && acknowledged < 100) {
      failure = await append(acknowledged).then(() => undefined, (error: unknown) => error)
      if (failure === undefined) acknowledged++
    }
    expect(String(failure)).toMatch(/did not become durable/)
    expect(acknowledged).toBeGreaterThan(5)
    const read = (): number[] => {
      const seen: number[] = []
      t.storage.visitValues(1, 0, (value) => void seen.push(value[0]!))
      return seen
    }
    expect(read()).toEqual(Array.from({ length: acknowledged }, (_, i) => i))
    unlinkSync(ballast)
    await append(acknowledged)
    await t.reopen()
    expect(read()).toEqual(Array.from({ length: acknowledged + 1 }, (_, i) => i))
  } finally {
    await t.storage.close()
    disk.unmount()
  }
})

it('cleaning that runs out of disk leaves everything as it was, and works once there is room', async ({ skip }) => {
  const disk = mountSmallDisk('24m')
  if (typeof disk === 'string') return skip(disk)
  const files: Disk = { ...fileDisk(disk.directory), freeBytes: async () => Number.MAX_SAFE_INTEGER }
  const t = await openTestStorage(undefined, { directory: disk.directory, disk: files, generationBytes: 4_000_000 })
  const ballast = join(disk.directory, 'ballast')
  const read = (): number[] => {
    const seen: number[] = []
    t.storage.visitValues(1, 0, (value) => void seen.push(value[0]!))
    return seen
  }
  try {
    const append = (partition: number, offset: number, bytes: number) => ({ partition, batch: Buffer.alloc(bytes, offset), firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: 1 })
    for (let i = 0; i < 12; i++) await t.storage.commit({ appends: [append(1, i, 200_000), append(2, i, 1_000_000)] })
    await t.storage.commit({ drops: [2] })
    const { free } = statfsOf(disk.directory)
    writeFileSync(ballast, Buffer.alloc(free - 500_000))
    await expect(t.storage.cleanFiles()).rejects.toThrow(/^The write to .*cleaned-00000001\.mdb did not become durable: /)
    expect(read()).toEqual(Array.from({ length: 12 }, (_, i) => i))
    unlinkSync(ballast)
    expect(await t.storage.cleanFiles()).toBeGreaterThan(8_000_000)
    await t.reopen()
    expect(read()).toEqual(Array.from({ length: 12 }, (_, i) => i))
  } finally {
    await t.storage.close()
    disk.unmount()
  }
})

function statfsOf(directory: string): { free: number } {
  const { bavail, bsize } = statfsSync(directory)
  return { free: bavail * bsize }
}
