// Watches free space and the quota: says when writes must be refused, so that the disk is never filled to the last byte.
import type { Logger } from '../base/logger.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Disk } from './disk.ts'

export interface DiskGuardOptions {
  disk: Disk
  /** Writes are refused below this many free bytes of the file system. */
  freeFloorBytes: number
  /** Writes are refused when the data folder is larger; -1 = no quota. */
  quotaBytes: number
  usedBytes(): number
  timers: Timers
  logger: Logger
}

const CHECK_PERIOD_MS = 1000

export class DiskGuard {
  /** Why appends are refused now; null when they are accepted. */
  refusal: string | null = null
  readonly #options: DiskGuardOptions
  readonly #cancel: Cancel

  private constructor(options: DiskGuardOptions) {
    this.#options = options
    this.#cancel = options.timers.every(CHECK_PERIOD_MS, () => void this.check())
  }

  static async start(options: DiskGuardOptions): Promise<DiskGuard> {
    const guard = new DiskGuard(options)
    await guard.check()
    return guard
  }

  stop(): void {
    this.#cancel()
  }

  async check(): Promise<void> {
    const refusal = this.#overQuota() ?? (await this.#belowFloor())
    if (refusal !== this.refusal) {
      if (refusal === null) this.#options.logger.info('Writes are accepted again.')
      else this.#options.logger.warn(`Writes are refused: ${refusal}`)
    }
    this.refusal = refusal
  }

  #overQuota(): string | null {
    const { quotaBytes, disk } = this.#options
    const used = this.#options.usedBytes()
    if (quotaBytes < 0 || used <= quotaBytes) return null
    return `the data folder "${disk.directory}" holds ${used} bytes, more than headwater.disk.quota.bytes=${quotaBytes}. Delete topics or raise the quota.`
  }

  async #belowFloor(): Promise<string | null> {
    const { disk, freeFloorBytes } = this.#options
    try {
      const free = await disk.freeBytes()
      if (free >= freeFloorBytes) return null
      return `the disk of "${disk.directory}" has ${free} bytes free, less than headwater.disk.free.floor.bytes=${freeFloorBytes}. Free some space.`
    } catch (cause) {
      this.#options.logger.error(`The free space of "${disk.directory}" cannot be read`, cause)
      return this.refusal
    }
  }
}
