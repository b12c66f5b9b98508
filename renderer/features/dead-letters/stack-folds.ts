// A stack trace as it is read: frames of the application in sight, runs of framework frames folded into one line each.
import type { FailureCase } from '../../../core/contract/dead-letters.ts'

type Frame = FailureCase['causes'][number]['frames'][number]

export type StackPart = { kind: 'frame'; text: string; isApplication: boolean } | { kind: 'folded'; frames: string[] }

/** A run this short costs no more room than the line that would stand for it. */
const LEAST_FOLDED = 2

/** `isDeepest`: of what went wrong itself, and not of how it was passed on. */
export function stackParts(frames: readonly Frame[], isDeepest = true): StackPart[] {
  const hasApplication = frames.some(({ isApplication }) => isApplication)
  // Without a frame of the application nothing tells what may be left out: the top says most.
  if (!hasApplication) return foldAfter(frames, isDeepest ? SHOWN_WITHOUT_APPLICATION : 0)
  const parts: StackPart[] = []
  let run: Frame[] = []
  const close = (): void => {
    if (run.length >= LEAST_FOLDED) parts.push({ kind: 'folded', frames: run.map(textOf) })
    else parts.push(...run.map(shown))
    run = []
  }
  for (const [at, frame] of frames.entries()) {
    // Where it was thrown is always shown.
    if (!frame.isApplication && at > 0) {
      run.push(frame)
      continue
    }
    close()
    parts.push(shown(frame))
  }
  close()
  return parts
}

const SHOWN_WITHOUT_APPLICATION = 5

function foldAfter(frames: readonly Frame[], count: number): StackPart[] {
  const rest = frames.slice(count)
  if (rest.length < LEAST_FOLDED) return frames.map(shown)
  return [...frames.slice(0, count).map(shown), { kind: 'folded', frames: rest.map(textOf) }]
}

const textOf = ({ text }: Frame): string => text.trim().replace(/^at /, '')

const shown = (frame: Frame): StackPart => ({ kind: 'frame', text: textOf(frame), isApplication: frame.isApplication })
