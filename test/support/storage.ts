// A real store on a temp folder that a test can close, reopen and throw away.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../core/base/logger.ts'
import { Storage, type StorageOptions } from '../../core/storage/storage.ts'
import { FakeTime } from './fake-time.ts'

export interface TestStorage {
  readonly storage: Storage
  readonly directory: string
  readonly time: FakeTime
  /** Closes the store and opens it again from its files. */
  reopen(): Promise<Storage>
  close(): Promise<void>
}

export async function openTestStorage(time = new FakeTime(), options: Partial<StorageOptions> = {}): Promise<TestStorage> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'headwater-storage-'))
  const open = (): Promise<Storage> => Storage.open({ clock: time, timers: time, logger: silentLogger, ...options, directory })
  let storage = await open()
  return {
    get storage() {
      return storage
    },
    directory,
    time,
    async reopen() {
      await storage.close()
      storage = await open()
      return storage
    },
    async close() {
      await storage.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
