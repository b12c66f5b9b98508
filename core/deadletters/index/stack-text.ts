// A stack trace in two parts: its frames, which many failures share, and its other lines, which name what was different each time.
import { createHash } from 'node:crypto'

export interface StackParts {
  /** The lines, with a mark in the place of each that is not a frame. */
  readonly frames: string
  readonly heads: readonly string[]
}

const MARK = '\u0000'
const FRAME = /^\s+(?:at |\.\.\. \d+ |File "|\S+\.go:\d+)/

export function splitStack(stack: string): StackParts {
  const heads: string[] = []
  const lines = stack.split('\n').map((line) => {
    if (FRAME.test(line)) return line
    heads.push(line)
    return MARK
  })
  return { frames: lines.join('\n'), heads }
}

export function joinStack({ frames, heads }: StackParts): string {
  let next = 0
  return frames
    .split('\n')
    .map((line) => (line === MARK ? (heads[next++] ?? '') : line))
    .join('\n')
}

export function stackIdOf(frames: string): string {
  return createHash('sha256').update(frames).digest('base64url').slice(0, 22)
}
