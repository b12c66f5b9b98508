// A logger that keeps what was said, for tests to read.
import type { Logger } from '../../core/base/logger.ts'

export interface CollectingLogger extends Logger {
  readonly lines: string[]
}

export function collectingLogger(): CollectingLogger {
  const lines: string[] = []
  return {
    lines,
    info: (message) => void lines.push(`info ${message}`),
    warn: (message) => void lines.push(`warn ${message}`),
    error: (message, cause) => void lines.push(`error ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`),
  }
}
