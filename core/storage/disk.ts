// The files of one data folder, as the store needs them: a port, so that a model check can run the whole store on a disk that forgets, stalls and fails.
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type EnvironmentOptions, type MetaPages, metaPagesOf, openEnvironment, type SafeEnvironment } from './safe-lmdb.ts'

export interface Disk {
  /** As messages name it. */
  readonly directory: string
  names(): string[]
  /** Bytes of a file; undefined when there is none. */
  sizeOf(name: string): number | undefined
  metaPagesOf(name: string): MetaPages
  /** Creates the file where there is none. */
  openEnvironment(name: string, options: EnvironmentOptions): SafeEnvironment
  remove(name: string): void
  /** Makes the names of new files survive a power cut: LMDB flushes the file, not its name. */
  syncNames(): void
  freeBytes(): Promise<number>
}

/** Creates the folder where there is none. */
export function fileDisk(directory: string): Disk {
  mkdirSync(directory, { recursive: true })
  return {
    directory,
    names: () => readdirSync(directory),
    sizeOf: (name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size,
    metaPagesOf: (name) => metaPagesOf(join(directory, name)),
    openEnvironment: (name, options) => openEnvironment(join(directory, name), options),
    remove: (name) => unlinkSync(join(directory, name)),
    syncNames: () => syncDirectory(directory),
    async freeBytes() {
      const { bavail, bsize } = await statfs(directory)
      return bavail * bsize
    },
  }
}

function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return // directories cannot be opened there; NTFS journals names
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
