// Waiting that can be cut short.
import type { Timers } from '../base/timers.ts'

/** Ends early, without rejecting, when the signal aborts. */
export function pause(timers: Timers, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const end = (): void => {
      cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const cancel = timers.after(delayMs, end)
    signal?.addEventListener('abort', end)
  })
}
