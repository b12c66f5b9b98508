// Keeps logs and data files small in the background, one thing at a time: compaction of what is due, then files that hold too much that is dead.
import type { Clock } from '../base/clock.ts'
import { Slices } from '../base/slices.ts'
import type { Storage } from '../storage/storage.ts'
import { Compactor } from './compaction/compactor.ts'
import type { Logs } from './logs.ts'
import type { PartitionLog } from './partition-log.ts'
import { retract } from './retraction.ts'

export interface LogCleanerOptions {
  readonly logs: Logs
  readonly storage: Storage
  readonly clock: Clock
  /** `log.cleaner.enable`. */
  readonly isCompacting: () => boolean
  /** `log.cleaner.dedupe.buffer.size`. */
  readonly maxKeyBytes: () => number
}

/** What a command has brought about. */
export interface Cleaned {
  /** Partitions that lost records. */
  readonly partitions: number
  /** Bytes of batches that can no longer be read. */
  readonly removedBytes: number
  /** Bytes of disk given back. */
  readonly freedBytes: number
}

export class LogCleaner {
  readonly #options: LogCleanerOptions
  readonly #stopped = new AbortController()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LogCleanerOptions) {
    this.#options = options
  }

  /** What is due; ends early when the broker stops. */
  async run(): Promise<void> {
    try {
      await this.#exclusively(() => this.#measured(() => (this.#options.isCompacting() ? this.#compact(false) : noPartitions())))
    } catch (error) {
      if (!this.#stopped.signal.aborted) throw error
    }
  }

  /** Whatever may be compacted, whether or not it is due; the newest segments are ended for it. */
  compactNow(): Promise<Cleaned> {
    return this.#exclusively(() => this.#measured(() => this.#compact(true)))
  }

  /** Deletes what is past its retention, and gives its space back. */
  applyRetentionNow(): Promise<Cleaned> {
    return this.#exclusively(() => this.#measured(() => this.#options.logs.applyRetention()))
  }

  /** Takes single records out of a log, whatever its cleanup policy; resolves with how many there were. Offsets that hold none are passed over. */
  retract(log: PartitionLog, offsets: readonly number[]): Promise<number> {
    const { storage, clock } = this.#options
    return this.#exclusively(() => retract(log, offsets, { storage, clock, signal: this.#stopped.signal }))
  }

  /** What is under way is given up, and leaves everything as it was. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('The broker stops.'))
    await this.#last
  }

  async #measured(work: () => Promise<number>): Promise<Cleaned> {
    const { storage } = this.#options
    const before = storage.usage
    const partitions = await work()
    await storage.cleanFiles(this.#stopped.signal)
    const { liveBytes, fileBytes } = storage.usage
    return { partitions, removedBytes: Math.max(0, before.liveBytes - liveBytes), freedBytes: Math.max(0, before.fileBytes - fileBytes) }
  }

  async #compact(now: boolean): Promise<number> {
    const { logs, storage, clock, maxKeyBytes } = this.#options
    const compactor = new Compactor({ storage, clock, maxKeyBytes, signal: this.#stopped.signal })
    const slices = new Slices(clock)
    let partitions = 0
    try {
      for (const log of logs.all()) {
        if (log.configs.isCompacted && (await compactor.compact(log, now)) > 0) partitions++
        if (slices.isOver) await slices.next()
      }
    } finally {
      await compactor.end()
    }
    return partitions
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined) // told to whoever asked for it
    return result
  }
}

const noPartitions = async (): Promise<number> => 0
