// The wish of a person or a supervisor that the process end: Ctrl+C, SIGTERM, or a closed terminal.
import { systemTimers } from '../base/timers.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Whoever asks is promised an end within two seconds. */
const STOP_WITHIN_MS = 1_900

/** Resolves at the first such signal. A second one ends the process at once. */
export async function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const ask = (): void => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, ask)
  })
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
