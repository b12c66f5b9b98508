// How long something is tried again: a deadline that several requests share, and pauses that grow.
import { errorOf, KafkaError } from '../protocol/error-codes.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { ConnectionFailed } from './connection-errors.ts'

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000

export class DeliveryDeadline {
  readonly #cluster: ClusterConnection
  readonly #endMs: number
  readonly #signal: AbortSignal | undefined
  #pauseMs = FIRST_PAUSE_MS

  constructor(cluster: ClusterConnection, timeoutMs: number, signal?: AbortSignal) {
    this.#cluster = cluster
    this.#endMs = cluster.clock.monotonic() + timeoutMs
    this.#signal = signal
  }

  get isOver(): boolean {
    return this.#signal?.aborted === true || this.#cluster.clock.monotonic() >= this.#endMs
  }

  /** Waits a little before the next attempt; rejects with `error`, that of the last one, when there is none. */
  async again(error: Error): Promise<void> {
    if (this.isOver) throw error
    await this.#cluster.pause(this.#pauseMs, this.#signal)
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
    if (this.#signal?.aborted) throw error
  }

  /** Runs `attempt` until it resolves, fails for good, or time is up. */
  async retrying<T>(attempt: () => Promise<T>, isRetriable: (error: unknown) => boolean = isTransient): Promise<T> {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        if (!isRetriable(error)) throw error
        await this.again(error as Error)
      }
    }
  }
}

/** What passes by itself: the cluster could not be reached, or says that the same may work in a moment. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionFailed) return true
  return error instanceof KafkaError && errorOf(error.code).retriable && error.errorName !== 'UNKNOWN_TOPIC_OR_PARTITION'
}
