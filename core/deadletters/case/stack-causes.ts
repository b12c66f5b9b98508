// A stack trace for reading: its causes, outermost first, each with its frames as written, and which of them are the application's.
import { readFrame } from '../fingerprint/stack-frame.ts'

export interface StackCause {
  readonly title: string
  readonly frames: { readonly text: string; readonly isApplication: boolean }[]
}

const MAX_LINES = 2_000
const FRAME = /^\s+(?:at |\.\.\. \d+ |File ")/
const GO_FILE = /^\s+\S.*\.(?:go|s):\d+/
const PYTHON_LIBRARY = /[\\/](?:site-packages|dist-packages|lib[\\/]python[\d.]+)[\\/]/
const GO_LIBRARY = /^(?:runtime|testing|net\/http|reflect)[./]|^panic\(/

export function causesOf(stack: string): StackCause[] {
  const lines = stack.split(/\r?\n/, MAX_LINES)
  const causes: StackCause[] = []
  let isTitleOpen = false
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line.trim() === '') continue
    const next = lines[at + 1] ?? ''
    const cause = causes.at(-1)
    if (GO_FILE.test(next) && !/^\s/.test(line)) {
      frameOf(causes, { text: `${line} ${next.trim()}`, isApplication: !GO_LIBRARY.test(line) })
      at += 1
    } else if (FRAME.test(line)) {
      frameOf(causes, { text: line.trim(), isApplication: isApplication(line) })
    } else if (cause !== undefined && cause.frames.length > 0 && /^\s{4,}\S/.test(line) && cause.frames.at(-1)!.text.startsWith('File "')) {
      // Python shows the line of code under each frame.
      const last = cause.frames.pop()!
      cause.frames.push({ ...last, text: `${last.text}: ${line.trim()}` })
    } else if (cause !== undefined && isTitleOpen) {
      causes[causes.length - 1] = { ...cause, title: `${cause.title}\n${line.trim()}` }
    } else causes.push({ title: line.trim(), frames: [] })
    isTitleOpen = causes.at(-1)?.frames.length === 0
  }
  return causes
}

function frameOf(causes: StackCause[], frame: StackCause['frames'][number]): void {
  if (causes.length === 0) causes.push({ title: '', frames: [] })
  causes.at(-1)!.frames.push(frame)
}

function isApplication(line: string): boolean {
  if (line.trimStart().startsWith('File "')) return !PYTHON_LIBRARY.test(line) && !line.includes('"<frozen ')
  const frame = readFrame(line)
  return frame !== null && !frame.isFramework
}
