// The files of one data folder, as the store needs them: a port, so that a model check can run the whole store on a disk that forgets, stalls and fails.
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { open, statfs, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { EnvironmentTemplate } from './environment-template.ts'
import { type EnvironmentOptions, type MetaPages, metaPagesOf, openEnvironment, type SafeEnvironment } from './safe-lmdb.ts'

export interface Disk {
  /** As messages name it. */
  readonly directory: string
  names(): string[]
  /** Bytes of a file; undefined when there is none. */
  sizeOf(name: string): number | undefined
  metaPagesOf(name: string): MetaPages
  /** Makes a new file ready to be opened, as far as that can be done off the event loop. */
  prepareEnvironment(name: string): Promise<void>
  /** Creates the file where there is none. */
  openEnvironment(name: string, options: EnvironmentOptions): SafeEnvironment
  /** Giving back the space of a large file takes long: not on the event loop. */
  remove(name: string): Promise<void>
  /** Makes the names of new files survive a power cut: LMDB flushes the file, not its name. */
  syncNames(): Promise<void>
  freeBytes(): Promise<number>
}

/** Creates the folder where there is none. */
export function fileDisk(directory: string): Disk {
  mkdirSync(directory, { recursive: true })
  const template = new EnvironmentTemplate()
  return {
    directory,
    names: () => readdirSync(directory),
    sizeOf: (name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size,
    metaPagesOf: (name) => metaPagesOf(join(directory, name)),
    prepareEnvironment: (name) => template.place(join(directory, name)),
    openEnvironment(name, options) {
      const path = join(directory, name)
      const isNew = statSync(path, { throwIfNoEntry: false }) === undefined
      const environment = openEnvironment(path, options)
      if (isNew) template.capture(path)
      return environment
    },
    remove: (name) => unlink(join(directory, name)),
    syncNames: () => syncDirectory(directory),
    async freeBytes() {
      const { bavail, bsize } = await statfs(directory)
      return bavail * bsize
    },
  }
}

async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return // directories cannot be opened there; NTFS journals names
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
