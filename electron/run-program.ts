// Runs one program in the foreground, passing Ctrl+C and SIGTERM on, and says how it ended.
import { spawn } from 'node:child_process'
import { whenOrphanedByNpm } from '../core/host/stop-signal.ts'

export interface ProgramEnd {
  code: number
  /** `exit 1`, `SIGTRAP`, `ENOENT`, … */
  how: string
  /** The program sent the word `ready` while it ran. */
  wasReady: boolean
}

export interface ProgramOptions {
  cwd: string
  /** Gives the program a channel on which it can say `ready`. */
  waitsForReady?: boolean
}

export function runProgram(command: string, args: readonly string[], { cwd, waitsForReady = false }: ProgramOptions): Promise<ProgramEnd> {
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>()
  const child = spawn(command, args, { cwd, stdio: ['inherit', 'inherit', 'inherit', ...(waitsForReady ? ['ipc' as const] : [])] })
  let wasReady = false
  // A terminal sends Ctrl+C to every program in the foreground; passing it on would make it two.
  const passOn = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const stopWatching = whenOrphanedByNpm(() => child.kill('SIGTERM'))
  const end = (code: number, how: string): void => {
    stopWatching()
    process.off('SIGINT', passOn)
    process.off('SIGTERM', passOn)
    resolve({ code, how, wasReady })
  }
  process.on('SIGINT', passOn)
  process.on('SIGTERM', passOn)
  child.on('message', (message) => {
    if (message !== 'ready') return
    wasReady = true
    child.disconnect()
  })
  child.on('error', (error: NodeJS.ErrnoException) => end(127, error.code ?? error.message))
  child.on('exit', (code, signal) => end(code ?? 1, signal ?? `exit ${code}`))
  return promise
}
