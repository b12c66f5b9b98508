// The worker threads that search: started when there is something to look through, at most one less than there are cores, ended when idle.
import { availableParallelism } from 'node:os'
import type { Cancel, Timers } from '../../base/timers.ts'
import { workerFile } from '../../base/worker-file.ts'
import { WorkerThread } from '../worker-thread.ts'
import type { Look, Looked, LookMessage } from './looking.ts'

export interface ScanWorkersOptions {
  readonly count?: number
  /** How long a function may stay with one record. */
  readonly recordMs?: number
}

type Thread = WorkerThread<null, LookMessage, Looked>

export const RECORD_MS = 2_000
export const MEMORY_MB = 256
const IDLE_MS = 30_000
/** One that is told to stop and is still busy after that is ended. */
const STOP_MS = 100

export class ScanWorkers {
  readonly #timers: Timers
  readonly #count: number
  readonly #recordMs: number
  readonly #threads = new Set<Thread>()
  /** The one used last at the end. */
  readonly #idle: Thread[] = []
  readonly #waiting: ((thread: Thread) => void)[] = []
  #searches = 0
  #cancelSweep: Cancel | null = null
  #isClosed = false

  constructor(timers: Timers, { count = Math.max(1, availableParallelism() - 1), recordMs = RECORD_MS }: ScanWorkersOptions = {}) {
    this.#timers = timers
    this.#count = count
    this.#recordMs = recordMs
  }

  get recordMs(): number {
    return this.#recordMs
  }

  /** Running now. */
  get threadCount(): number {
    return this.#threads.size
  }

  newSearchId(): number {
    return ++this.#searches
  }

  /** The bytes are gone here afterwards. Rejects WorkerStopped; aborted, it may answer with less. */
  async look(look: Look, signal: AbortSignal): Promise<Looked> {
    const thread = await this.#thread()
    let cancelStop: Cancel = () => {}
    const stop = (): void => {
      thread.tell('stop looking')
      cancelStop = this.#timers.after(STOP_MS, () => void thread.end())
    }
    signal.addEventListener('abort', stop, { once: true })
    try {
      const asking = thread.ask(look, [look.bytes.buffer as ArrayBuffer])
      if (signal.aborted) stop()
      return await asking
    } finally {
      cancelStop()
      signal.removeEventListener('abort', stop)
      this.#release(thread)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelSweep?.()
    await Promise.all(Array.from(this.#threads, (thread) => thread.end()))
    this.#threads.clear()
  }

  async #thread(): Promise<Thread> {
    if (this.#isClosed) throw new Error('The worker threads have been ended.')
    const idle = this.#idle.pop()
    if (idle) return idle
    return this.#threads.size < this.#count ? this.#start() : new Promise((resolve) => this.#waiting.push(resolve))
  }

  #start(): Thread {
    const file = workerFile('./scan-worker.ts', import.meta.url)
    const thread: Thread = new WorkerThread(file, null, { itemMs: this.#recordMs, memoryMb: MEMORY_MB }, this.#timers)
    this.#threads.add(thread)
    return thread
  }

  #release(thread: Thread): void {
    if (thread.isStopped) this.#threads.delete(thread)
    const next = this.#waiting.shift()
    if (next) next(thread.isStopped ? this.#start() : thread)
    else if (!thread.isStopped) this.#rest(thread)
  }

  #rest(thread: Thread): void {
    this.#idle.push(thread)
    this.#cancelSweep?.()
    this.#cancelSweep = this.#timers.after(IDLE_MS, () => {
      for (const idle of this.#idle.splice(0)) {
        this.#threads.delete(idle)
        void idle.end()
      }
    })
  }
}
