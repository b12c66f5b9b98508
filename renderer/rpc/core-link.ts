// Keeps the page connected to the core: opens, notices a drop, tries again with back-off, hands out the newest client.
import type { Client } from '../../core/contract/rpc-client.ts'
import { markLost } from './lost-clients.ts'
import type { OpenClient } from './open-client.ts'

export type LinkState =
  /** Nothing yet; `failures` counts attempts that did not succeed. */
  | { phase: 'opening'; failures: number }
  | { phase: 'open'; client: Client }
  /** The connection was there and is gone. The old client stays, so that screens keep what they show. */
  | { phase: 'lost'; client: Client; failures: number; sinceMs: number }

export interface LinkDeps {
  open: (signal: AbortSignal) => Promise<OpenClient>
  now: () => number
  /** Resolves after the time, or early when the signal aborts. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

const BACK_OFF_MS = [100, 250, 500, 1_000, 2_000, 5_000]
const ATTEMPT_TIMEOUT_MS = 10_000

export class CoreLink {
  readonly #deps: LinkDeps
  readonly #listeners = new Set<() => void>()
  #state: LinkState = { phase: 'opening', failures: 0 }
  #waiting = new AbortController()
  #stopped = false

  constructor(deps: LinkDeps) {
    this.#deps = deps
  }

  get state(): LinkState {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const opened = await this.#attempt()
      if (!opened) {
        await this.#pause()
        continue
      }
      this.#set({ phase: 'open', client: opened.client })
      await opened.closed
      markLost(opened.client)
      if (!this.#stopped) this.#set({ phase: 'lost', client: opened.client, failures: 0, sinceMs: this.#deps.now() })
    }
  }

  /** Ends the pause between two attempts. */
  retryNow(): void {
    this.#waiting.abort()
  }

  stop(): void {
    this.#stopped = true
    this.#waiting.abort()
  }

  async #attempt(): Promise<OpenClient | undefined> {
    const attempt = new AbortController()
    const settled = new AbortController()
    void this.#deps.wait(ATTEMPT_TIMEOUT_MS, settled.signal).then(() => {
      if (!settled.signal.aborted) attempt.abort(new Error('The core did not answer in time'))
    })
    try {
      return await this.#deps.open(attempt.signal)
    } catch {
      // Why it failed is not known better than "no answer" over either transport; the screen says that and how often it was tried.
      const { state } = this
      if (state.phase !== 'open') this.#set({ ...state, failures: state.failures + 1 })
      return undefined
    } finally {
      settled.abort()
    }
  }

  async #pause(): Promise<void> {
    const failures = this.#state.phase === 'open' ? 0 : this.#state.failures
    this.#waiting = new AbortController()
    await this.#deps.wait(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1] ?? 0, this.#waiting.signal)
  }

  #set(state: LinkState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
