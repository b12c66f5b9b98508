// What a failure is about, as an id that does not depend on ids, numbers and lines: failures of one bug have one fingerprint (version 1).
import { createHash } from 'node:crypto'
import type { FailureError } from '../failure.ts'
import { maskMessage } from './mask.ts'
import { deepestCause } from './stack.ts'
import type { Frame } from './stack-frame.ts'

export interface FingerprintParts {
  /** '' where nothing names one. */
  readonly rootClass: string
  readonly maskedMessage: string
  /** Up to five, innermost first. */
  readonly frames: readonly string[]
  /** As written, of the deepest cause; not part of the id. */
  readonly message: string
}

const MAX_FRAMES = 5

export function fingerprintOf(error: FailureError): string {
  return fingerprintId(fingerprintParts(error))
}

/** The first 16 hexadecimal characters of SHA-256 over the parts. */
export function fingerprintId({ rootClass, maskedMessage, frames }: Pick<FingerprintParts, 'rootClass' | 'maskedMessage' | 'frames'>): string {
  return createHash('sha256').update(['v1', rootClass, maskedMessage, ...frames].join('\n')).digest('hex').slice(0, 16)
}

export function fingerprintParts({ class: outer, rootClass, message, rootMessage, stack }: FailureError): FingerprintParts {
  const named = rootClass ?? outer ?? ''
  const said = rootMessage ?? message ?? ''
  if (stack === undefined || stack === '') return { rootClass: named, message: said, maskedMessage: maskMessage(said), frames: [] }
  const cause = deepestCause(stack)
  // A stack without a head tells frames only.
  const isHeadless = cause.class === '' && cause.message === ''
  const text = isHeadless ? said : cause.message
  return { rootClass: cause.class || named, message: text, maskedMessage: maskMessage(text), frames: applicationFrames(cause.frames) }
}

function applicationFrames(frames: readonly Frame[]): string[] {
  const own = frames.filter(({ isFramework }) => !isFramework)
  return (own.length > 0 ? own : frames).slice(0, MAX_FRAMES).map(({ name }) => name)
}
