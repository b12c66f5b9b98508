// The only source of delays; everything that waits takes Timers.

export type Cancel = () => void

export interface Timers {
  /** Runs `action` once after `delayMs`; the returned function cancels it (harmless when it has run). */
  after(delayMs: number, action: () => void): Cancel
  /** Runs `action` every `periodMs` until cancelled. */
  every(periodMs: number, action: () => void): Cancel
}

export const systemTimers: Timers = {
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs)
    return () => clearTimeout(timer)
  },
  every(periodMs, action) {
    const timer = setInterval(action, periodMs)
    return () => clearInterval(timer)
  },
}
