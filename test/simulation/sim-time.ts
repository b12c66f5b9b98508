// Time that jumps: a sleeping computer's timers fire once when it wakes, and its wall clock may be set to anything.
import type { Clock } from '../../core/base/clock.ts'
import type { Cancel, Timers } from '../../core/base/timers.ts'

interface Scheduled {
  at: number
  readonly order: number
  readonly periodMs: number | undefined
  readonly action: () => void
}

export class SimTime implements Clock, Timers {
  #monotonicMs = 0
  #wallMs = Date.UTC(2026, 0, 1)
  /** The latest that the wall clock has ever said. */
  latestMs = this.#wallMs
  #order = 0
  #scheduled: Scheduled[] = []

  now(): number {
    return this.#wallMs
  }

  monotonic(): number {
    return this.#monotonicMs
  }

  after(delayMs: number, action: () => void): Cancel {
    return this.#schedule(delayMs, undefined, action)
  }

  every(periodMs: number, action: () => void): Cancel {
    return this.#schedule(periodMs, periodMs, action)
  }

  /** Each timer that falls due fires once, in order. */
  jump(ms: number): void {
    this.#monotonicMs += ms
    this.#wallMs += ms
    this.latestMs = Math.max(this.latestMs, this.#wallMs)
    const due = this.#scheduled.filter(({ at }) => at <= this.#monotonicMs).toSorted((a, b) => a.at - b.at || a.order - b.order)
    for (const timer of due) {
      if (!this.#scheduled.includes(timer)) continue // cancelled by one before it
      if (timer.periodMs === undefined) this.#remove(timer)
      else timer.at = this.#monotonicMs + timer.periodMs
      timer.action()
    }
  }

  /** Somebody sets the clock. */
  setWallClock(byMs: number): void {
    this.#wallMs += byMs
    this.latestMs = Math.max(this.latestMs, this.#wallMs)
  }

  /** The process that waited for them is gone. */
  forgetTimers(): void {
    this.#scheduled = []
  }

  #schedule(delayMs: number, periodMs: number | undefined, action: () => void): Cancel {
    const timer: Scheduled = { at: this.#monotonicMs + delayMs, order: this.#order++, periodMs, action }
    this.#scheduled.push(timer)
    return () => this.#remove(timer)
  }

  #remove(timer: Scheduled): void {
    const index = this.#scheduled.indexOf(timer)
    if (index >= 0) this.#scheduled.splice(index, 1)
  }
}
