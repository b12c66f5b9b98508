// Reads a stack trace of the JVM, Node, Python, .NET or Go: its deepest cause, and the frames of that, innermost first.
import { goSection } from './stack-go.ts'
import { pythonSection } from './stack-python.ts'
import { type Frame, readFrame } from './stack-frame.ts'

export interface StackSection {
  /** '' where the trace names none. */
  class: string
  message: string
  frames: Frame[]
}

/** A stack is cut before it is read: a trace that long repeats itself. */
const MAX_LOOKED_AT = 256 * 1024
const MAX_LINES = 4_000
const MAX_FRAMES = 200
const MAX_MESSAGE_LINES = 20

export function deepestCause(stack: string): StackSection {
  const lines = stack.slice(0, MAX_LOOKED_AT).split(/\r?\n/, MAX_LINES)
  return pythonSection(lines) ?? goSection(lines) ?? causeOfAtLines(lines)
}

/** Traces whose frames begin with `at`: the JVM's, Node's and .NET's. */
function causeOfAtLines(lines: readonly string[]): StackSection {
  const { sections, isRootFirst } = sectionsOf(lines)
  return (isRootFirst ? sections[0] : sections.at(-1)) ?? { class: '', message: '', frames: [] }
}

function sectionsOf(lines: readonly string[]): { sections: StackSection[]; isRootFirst: boolean } {
  const sections: StackSection[] = []
  let isRootFirst = false
  let suppressedAt = -1
  let messageLines = 0
  for (const line of lines) {
    const indent = indentOf(line)
    if (suppressedAt >= 0 && indent > suppressedAt) continue
    suppressedAt = /^\s+Suppressed: /.test(line) ? indent : -1
    if (suppressedAt >= 0) continue
    // .NET: what follows are frames of the outer exceptions.
    if (line.includes('--- End of inner exception stack trace ---')) break
    const cause = /^\s*(?:Caused by: |Wrapped by: |---> |\[cause\]: )(.*)$/.exec(line)
    if (cause) {
      isRootFirst ||= line.includes('Wrapped by: ')
      sections.push(begun(cause[1]!))
      messageLines = 0
      continue
    }
    const section = sections.at(-1)
    const frame = section && readFrame(line)
    if (section === undefined) {
      if (line.trim() !== '') sections.push(begun(line))
    } else if (frame) {
      if (section.frames.length < MAX_FRAMES) section.frames.push(frame)
    } else if (section.frames.length === 0 && messageLines++ < MAX_MESSAGE_LINES) section.message += `\n${line}`
  }
  return { sections, isRootFirst }
}

const HEAD = /^(?:Exception in thread "[^"]*" |Uncaught |Unhandled exception\. )?([A-Za-z_$][\w.$`+]*(?:\/[\w.$]+)?)(?: \[[\w-]+\])?(?:: ?(.*))?$/

function begun(head: string): StackSection {
  // .NET writes the cause on the line of what it caused: `Outer: text ---> Inner: text`.
  const at = head.lastIndexOf('---> ')
  const text = (at < 0 ? head : head.slice(at + 5)).trim()
  const match = HEAD.exec(text)
  return match && looksLikeClass(match[1]!, match[2]) ? { class: match[1]!, message: match[2] ?? '', frames: [] } : { class: '', message: text, frames: [] }
}

/** `Timeout` alone may be a word of a message; `java.net.SocketTimeoutException`, `TypeError` and what stands before a colon are classes. */
function looksLikeClass(name: string, message: string | undefined): boolean {
  return message !== undefined || name.includes('.') || /(Error|Exception|Throwable|Failure)$/.test(name)
}

function indentOf(line: string): number {
  let indent = 0
  while (line[indent] === ' ' || line[indent] === '\t') indent += 1
  return indent
}
