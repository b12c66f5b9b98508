// A file system of a few megabytes that a test can fill to the last byte.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly directory: string
  unmount(): void
}

/** A file system of `size` ('24m'), or the reason why this machine gives none. */
export function mountSmallDisk(size: string): SmallDisk | string {
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
