// The log file of the core: everything it prints, and what its supervisor did about it.
import { appendFileSync, createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../core/base/clock.ts'
import type { Logger } from '../core/base/logger.ts'

const MAX_BYTES = 4 * 1024 * 1024

export interface CoreLog extends Logger {
  readonly path: string
  /** Takes what a process prints; several may write at once, line by line. */
  readonly stream: WriteStream
}

/** One older file is kept beside it, so that two runs of at most 4 MB can be read after a crash. */
export function openCoreLog(path: string, clock: Clock): CoreLog {
  mkdirSync(dirname(path), { recursive: true })
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`)
  // Synchronous: the last line before a crash is the one that is needed.
  const write = (level: string, message: string): void => {
    appendFileSync(path, `${new Date(clock.now()).toISOString()} ${level} ${message}\n`)
  }
  return {
    path,
    stream: createWriteStream(path, { flags: 'a' }),
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, cause) => write('error', cause instanceof Error ? `${message}: ${cause.stack ?? cause.message}` : message),
  }
}
