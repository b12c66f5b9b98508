// Group commit: takes what is queued, has it written as one transaction, answers everybody, takes what has queued meanwhile.
import { Event } from '../base/event.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import { type CommitUnit, type Done, sizeOf } from './commit-unit.ts'
import { StorageError } from './storage-error.ts'

interface Queued {
  readonly unit: CommitUnit
  readonly bytes: number
  readonly done: Done
}

export interface CommitLoopOptions {
  /** Writes the units as one durable transaction, or rejects with nothing of them kept. */
  write(units: readonly CommitUnit[]): Promise<void>
  /** Called after a failed write, before the units are refused: in-memory state that ran ahead must be dropped. */
  failed(error: StorageError): void
  maxCycleBytes: number
  /** Queued bytes from which producers should pause; they may go on at half of it. */
  congestedBytes: number
  /** A cycle that is not full waits this long for more units to share its flush. */
  lingerMs?: number
  timers: Timers
}

export class CommitLoop {
  readonly drained = new Event<void>()
  readonly #options: CommitLoopOptions
  #queue: Queued[] = []
  #queuedBytes = 0
  #running = false
  #congested = false
  #idle: (() => void)[] = []
  #closed = false
  /** Ends the linger that is under way. */
  #hurry: (() => void) | undefined

  constructor(options: CommitLoopOptions) {
    this.#options = options
  }

  get congested(): boolean {
    return this.#congested
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Queues a unit. Units become durable in the order of submission. */
  submit(unit: CommitUnit, done: Done): void {
    if (this.#closed) {
      done(new StorageError('The store is closed.'))
      return
    }
    const bytes = sizeOf(unit)
    this.#queue.push({ unit, bytes, done })
    this.#queuedBytes += bytes
    if (this.#queuedBytes > this.#options.congestedBytes) this.#congested = true
    if (this.#isCycleFull) this.#hurry?.()
    if (this.#running) return
    this.#running = true
    // Requests that arrive in the same turn of the event loop share one flush.
    setImmediate(() => void this.#run())
  }

  /** Resolves once nothing is queued or being written; later submissions are refused. */
  async close(): Promise<void> {
    this.#closed = true
    this.#hurry?.()
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#linger()
      const cycle = this.#take()
      let error: StorageError | null = null
      try {
        await this.#options.write(cycle.map((queued) => queued.unit))
      } catch (cause) {
        error = cause instanceof StorageError ? cause : new StorageError('The write did not become durable.', { cause })
      }
      if (error) this.#fail(cycle, error)
      else for (const queued of cycle) queued.done(null)
      this.#release(cycle)
    }
    this.#running = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  get #isCycleFull(): boolean {
    return this.#queuedBytes >= this.#options.maxCycleBytes
  }

  async #linger(): Promise<void> {
    const { lingerMs = 0, timers } = this.#options
    if (lingerMs === 0 || this.#closed || this.#isCycleFull) return
    let cancel: Cancel | undefined
    await new Promise<void>((resolve) => {
      this.#hurry = resolve
      cancel = timers.after(lingerMs, resolve)
    })
    this.#hurry = undefined
    cancel?.()
  }

  #take(): Queued[] {
    let bytes = 0
    let count = 0
    while (count < this.#queue.length && (count === 0 || bytes + this.#queue[count]!.bytes <= this.#options.maxCycleBytes)) {
      bytes += this.#queue[count++]!.bytes
    }
    return this.#queue.splice(0, count)
  }

  /** What is queued behind a failed cycle was built on its offsets and sequences, so it fails with it. */
  #fail(cycle: Queued[], error: StorageError): void {
    const behind = this.#queue
    this.#queue = []
    this.#options.failed(error)
    for (const queued of cycle) queued.done(error)
    for (const queued of behind) queued.done(error)
    this.#release(behind)
  }

  #release(finished: readonly Queued[]): void {
    for (const queued of finished) this.#queuedBytes -= queued.bytes
    if (this.#congested && this.#queuedBytes <= this.#options.congestedBytes / 2) {
      this.#congested = false
      this.drained.emit()
    }
  }
}
