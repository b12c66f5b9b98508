// A logger that lets through what is severe enough; the level can change while the process runs.
import type { Logger } from './logger.ts'

/** From the least severe to the most, by Kafka's names; nothing is logged as TRACE, DEBUG or FATAL here. */
export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

export class LeveledLogger implements Logger {
  level: LogLevel = 'INFO'
  readonly #inner: Logger

  constructor(inner: Logger) {
    this.#inner = inner
  }

  info(message: string): void {
    if (this.#passes('INFO')) this.#inner.info(message)
  }

  warn(message: string): void {
    if (this.#passes('WARN')) this.#inner.warn(message)
  }

  error(message: string, cause?: unknown): void {
    if (this.#passes('ERROR')) this.#inner.error(message, cause)
  }

  #passes(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(this.level)
  }
}
