// Fetches that wait for records (long poll): woken by appends and deletions of their partitions, ended by their time or their connection.
import type { Cancel, Timers } from '../../base/timers.ts'

export interface ParkedFetch {
  readonly partitionIds: readonly number[]
  readonly maxWaitMs: number
  readonly closed: AbortSignal
  /** Asked after every change of one of the partitions. */
  isSatisfied(): boolean
}

interface Waiting {
  readonly fetch: ParkedFetch
  readonly end: () => void
}

export class FetchPurgatory {
  readonly #timers: Timers
  readonly #waiting = new Map<number, Set<Waiting>>()
  #count = 0

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get count(): number {
    return this.#count
  }

  /** Resolves when the fetch is satisfied, a partition of it is gone, its time is over, or its connection closed. */
  park(fetch: ParkedFetch): Promise<void> {
    return new Promise((resolve) => {
      let cancelTimer: Cancel = () => undefined
      const waiting: Waiting = {
        fetch,
        end: () => {
          if (!this.#remove(waiting)) return
          cancelTimer()
          fetch.closed.removeEventListener('abort', waiting.end)
          resolve()
        },
      }
      this.#add(waiting)
      cancelTimer = this.#timers.after(fetch.maxWaitMs, waiting.end)
      fetch.closed.addEventListener('abort', waiting.end)
      if (fetch.closed.aborted) waiting.end()
    })
  }

  /** Records of these partitions became readable. */
  appended(partitionIds: Iterable<number>): void {
    const touched = new Set<Waiting>() // each is asked once, however many of its partitions got records
    for (const id of partitionIds) for (const waiting of this.#waiting.get(id) ?? []) touched.add(waiting)
    for (const waiting of touched) if (waiting.fetch.isSatisfied()) waiting.end()
  }

  /** These partitions are gone: whoever waits for them must be told. */
  removed(partitionIds: Iterable<number>): void {
    for (const id of partitionIds) for (const waiting of this.#waiting.get(id) ?? []) waiting.end()
  }

  /** Ends every wait: the broker stops. */
  close(): void {
    for (const set of [...this.#waiting.values()]) for (const waiting of set) waiting.end()
  }

  #add(waiting: Waiting): void {
    this.#count++
    for (const id of waiting.fetch.partitionIds) {
      const set = this.#waiting.get(id)
      if (set) set.add(waiting)
      else this.#waiting.set(id, new Set([waiting]))
    }
  }

  /** False when it had ended before. */
  #remove(waiting: Waiting): boolean {
    let removed = false
    for (const id of waiting.fetch.partitionIds) {
      const set = this.#waiting.get(id)
      if (!set?.delete(waiting)) continue
      removed = true
      if (set.size === 0) this.#waiting.delete(id)
    }
    if (removed) this.#count--
    return removed
  }
}
