// A worker thread that is asked and answers, one question after the other; ended when it hangs, needs too much memory, or is not wanted any more.
import { type TransferListItem, Worker } from 'node:worker_threads'
import type { Timers } from '../base/timers.ts'

export interface WorkerLimits {
  /** How long it may stay with one item. null = as long as it takes. */
  readonly itemMs: number | null
  /** Of its heap, above which it is ended. */
  readonly memoryMb: number
}

/** What a worker thread is started with, besides what is its own. */
export interface WorkerStart<Data> {
  /** Written by the worker: the number of the item it is at; negative while it is at none, and may take its time. */
  readonly progress: Int32Array<SharedArrayBuffer>
  readonly data: Data
}

export type WorkerAnswer<Answer> = { readonly answer: Answer } | { readonly bug: string }

export type StopReason = 'took too long' | 'needed too much memory' | 'ended'

/** The worker ended before it answered; `item` is what it was at. */
export class WorkerStopped extends Error {
  override readonly name = 'WorkerStopped'
  readonly reason: StopReason
  readonly item: number

  constructor(reason: StopReason, item: number, cause?: unknown) {
    super(`A worker thread ${reason === 'ended' ? 'has ended' : reason} at item ${item}.`, { cause })
    this.reason = reason
    this.item = item
  }
}

interface Pending<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

const LOOK_MS = 50
/**
 * V8's own limit ends the whole process where a table or a list grows past it in one step, and is passed over where compiled code does not look: it is
 * only the last resort, far above ours.
 */
const LAST_RESORT_MB = 2_048

export class WorkerThread<Data, Question, Answer> {
  readonly #worker: Worker
  readonly #progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1)
  readonly #limits: WorkerLimits
  readonly #timers: Timers
  readonly #pending: Pending<Answer>[] = []
  #stopped: WorkerStopped | null = null
  #cancelWatch: () => void = () => {}

  constructor(file: URL, data: Data, limits: WorkerLimits, timers: Timers) {
    this.#limits = limits
    this.#timers = timers
    const workerData: WorkerStart<Data> = { progress: this.#progress, data }
    this.#worker = new Worker(file, { workerData, env: {}, execArgv: [], argv: [], resourceLimits: { maxOldGenerationSizeMb: LAST_RESORT_MB, maxYoungGenerationSizeMb: 32 } })
    this.#worker.unref()
    this.#worker.on('message', (message: WorkerAnswer<Answer>) => this.#settle(message))
    this.#worker.on('error', (error: Error & { code?: string }) => this.#stop(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'needed too much memory' : 'ended', error))
    this.#worker.on('exit', () => this.#stop('ended'))
  }

  get isStopped(): boolean {
    return this.#stopped !== null
  }

  /** Asked and not answered. */
  get pending(): number {
    return this.#pending.length
  }

  /** Rejects WorkerStopped. What is transferred is gone here. */
  async ask(question: Question, transfer: readonly TransferListItem[] = []): Promise<Answer> {
    if (this.#stopped) throw this.#stopped
    const answer = new Promise<Answer>((resolve, reject) => this.#pending.push({ resolve, reject }))
    if (this.#pending.length === 1) this.#begin()
    this.#worker.postMessage(question, transfer)
    return answer
  }

  /** Without an answer. */
  tell(message: Question): void {
    if (!this.#stopped) this.#worker.postMessage(message)
  }

  /** At once, whatever it is at; whoever waits gets WorkerStopped. */
  async end(): Promise<void> {
    this.#stop('ended')
    await this.#worker.terminate()
  }

  /** A thread that nobody waits for must not keep the process alive. */
  #begin(): void {
    this.#worker.ref()
    let [item, sinceMs] = [-1, 0]
    let isAsking = false
    this.#cancelWatch = this.#timers.every(LOOK_MS, () => {
      const now = this.#progress[0]!
      sinceMs = now === item && now >= 0 ? sinceMs + LOOK_MS : 0
      item = now
      if (this.#limits.itemMs !== null && sinceMs >= this.#limits.itemMs) this.#stop('took too long')
      else if (!isAsking) {
        isAsking = true
        void this.#weigh().finally(() => (isAsking = false))
      }
    })
  }

  async #weigh(): Promise<void> {
    try {
      const { used_heap_size: heapBytes } = await this.#worker.getHeapStatistics()
      if (heapBytes > this.#limits.memoryMb * 1024 * 1024) this.#stop('needed too much memory')
    } catch (error) {
      // It ended meanwhile, which is told by its own event.
      if ((error as { code?: string }).code !== 'ERR_WORKER_NOT_RUNNING') throw error
    }
  }

  #settle(message: WorkerAnswer<Answer>): void {
    const pending = this.#pending.shift()
    if (this.#pending.length === 0) this.#rest()
    if ('bug' in message) pending?.reject(new Error(message.bug))
    else pending?.resolve(message.answer)
  }

  #stop(reason: StopReason, cause?: unknown): void {
    if (this.#stopped) return
    this.#stopped = new WorkerStopped(reason, this.#progress[0]!, cause)
    this.#rest()
    void this.#worker.terminate()
    for (const { reject } of this.#pending.splice(0)) reject(this.#stopped)
  }

  #rest(): void {
    this.#cancelWatch()
    this.#cancelWatch = () => {}
    this.#worker.unref()
  }
}
