// Where the core writes what an operator should know; tests collect, hosts print.
import { inspect } from 'node:util'

export interface Logger {
  info(message: string): void
  warn(message: string): void
  /** `cause` is printed with its stack. */
  error(message: string, cause?: unknown): void
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} }

/** One line per message on stderr: `2026-11-21T09:00:00.000Z warn …`. */
export function stderrLogger(now: () => number): Logger {
  const write = (level: string, message: string): void => {
    process.stderr.write(`${new Date(now()).toISOString()} ${level} ${message}\n`)
  }
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, cause) =>
      write('error', cause === undefined ? message : `${message}: ${typeof cause === 'string' ? cause : inspect(cause)}`),
  }
}
