// A disk that is really full: writes fail with a reason and nothing of them is kept, reads go on, and writing resumes once there is room.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTestStorage } from '../../support/storage.ts'

/** A file system of `size`, or the reason why this machine gives none. */
function mountSmall(size: string): { directory: string; unmount(): void } | string {
  if (process.platform !== 'linux') return 'only Linux mounts a tmpfs for a test'
  const directory = mkdtempSync(join(tmpdir(), 'headwater-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory], { stdio: 'pipe' })
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    return `mounting is not allowed here (${(error as Error).message.split('\n').at(0)})`
  }
  return {
    directory,
    unmount() {
      execFileSync('umount', ['-l', directory])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

it('keeps every acknowledged record when the disk fills up, refuses the rest, and goes on when there is room again', async ({ skip }) => {
  const disk = mountSmall('24m')
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
