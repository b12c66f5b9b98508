// The wish of a person or a supervisor that the process end: Ctrl+C, SIGTERM, or a closed terminal.
import { systemClock } from '../base/clock.ts'
import { type Cancel, systemTimers } from '../base/timers.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Whoever asks is promised an end within two seconds. */
const STOP_WITHIN_MS = 1_900

/** Ctrl+C reaches the process from the terminal and again from npm, which passes it on: within this time it is one wish. */
const SAME_WISH_MS = 500
const PARENT_CHECK_MS = 250

/** Resolves at the first such signal. Another wish ends the process at once. */
export async function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined
    const ask = (): void => {
      const nowMs = systemClock.monotonic()
      firstMs ??= nowMs
      if (nowMs - firstMs > SAME_WISH_MS) process.exit(130)
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, ask)
    whenOrphanedByNpm(resolve)
  })
}

/** npm passes SIGTERM to the shell between it and this process, and many a shell dies of it without passing it on. */
export function whenOrphanedByNpm(act: () => void): Cancel {
  if (process.env['npm_lifecycle_event'] === undefined) return () => {}
  const parent = process.ppid
  const cancel = systemTimers.every(PARENT_CHECK_MS, () => {
    if (process.ppid === parent) return
    cancel()
    act()
  })
  return cancel
}

/** Runs `stop` and answers with the exit code: 1 when it takes longer than was promised. What is acknowledged is safe either way. */
export async function stopInTime(stop: () => Promise<void>): Promise<0 | 1> {
  return new Promise((resolve, reject) => {
    const cancel = systemTimers.after(STOP_WITHIN_MS, () => {
      process.stderr.write(`headwater: Stopping took longer than ${STOP_WITHIN_MS} ms, so it ended without waiting.\n`)
      resolve(1)
    })
    stop().finally(cancel).then(() => resolve(0), reject)
  })
}
