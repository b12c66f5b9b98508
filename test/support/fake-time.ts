// A clock and timers that only move when a test says so.
import type { Clock } from '../../core/base/clock.ts'
import type { Cancel, Timers } from '../../core/base/timers.ts'

type Scheduled = { at: number; order: number; periodMs: number | undefined; action: () => void }

export class FakeTime implements Clock, Timers {
  #now: number
  #order = 0
  readonly #scheduled = new Set<Scheduled>()

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  after(delayMs: number, action: () => void): Cancel {
    return this.#schedule(delayMs, undefined, action)
  }

  every(periodMs: number, action: () => void): Cancel {
    return this.#schedule(periodMs, periodMs, action)
  }

  get pending(): number {
    return this.#scheduled.size
  }

  /** Moves time forward, running what falls due in order; awaits microtasks between actions. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settle()
      const due = [...this.#scheduled].filter((s) => s.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!due) break
      this.#now = Math.max(this.#now, due.at)
      if (due.periodMs === undefined) this.#scheduled.delete(due)
      else due.at += due.periodMs
      due.action()
    }
    this.#now = end
    await settle()
  }

  #schedule(delayMs: number, periodMs: number | undefined, action: () => void): Cancel {
    const scheduled: Scheduled = { at: this.#now + delayMs, order: this.#order++, periodMs, action }
    this.#scheduled.add(scheduled)
    return () => this.#scheduled.delete(scheduled)
  }
}

/** Lets pending promise callbacks and setImmediate work run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}
