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
const MAX_FRAMES = 100
const MAX_MESSAGE_LINES = 20

export function deepestCause(stack: string): StackSection {
  const text = stack.slice(0, MAX_LOOKED_AT)
  const lines = text.split(/\r?\n/, MAX_LINES)
  if (text.includes('Traceback (most recent call last)')) return pythonSection(lines) ?? causeOfAtLines(lines)
  if (text.includes('.go:')) return goSection(lines) ?? causeOfAtLines(lines)
  return causeOfAtLines(lines)
}

/** A cause while it is looked for: of its frames only where they stand. */
interface OpenSection extends Omit<StackSection, 'frames'> {
  readonly frameLines: string[]
}

/** Traces whose frames begin with `at`: the JVM's, Node's and .NET's. */
function causeOfAtLines(lines: readonly string[]): StackSection {
  const { sections, isRootFirst } = sectionsOf(lines)
  const deepest = isRootFirst ? sections[0] : sections.at(-1)
  if (deepest === undefined) return { class: '', message: '', frames: [] }
  return { class: deepest.class, message: deepest.message, frames: deepest.frameLines.flatMap((line) => readFrame(line) ?? []) }
}

function sectionsOf(lines: readonly string[]): { sections: OpenSection[]; isRootFirst: boolean } {
  const sections: OpenSection[] = []
  let isRootFirst = false
  let suppressedAt = -1
  let messageLines = 0
  for (const line of lines) {
    const indent = indentOf(line)
    if (suppressedAt >= 0 && indent > suppressedAt) continue
    suppressedAt = indent > 0 && line.startsWith('Suppressed: ', indent) ? indent : -1
    if (suppressedAt >= 0) continue
    const section = sections.at(-1)
    // A line of a message may begin so too: Jackson's ` at [Source: …]`.
    if (indent > 0 && line.startsWith('at ', indent) && line[indent + 3] !== '[') {
      if (section === undefined) sections.push({ class: '', message: '', frameLines: [line] })
      else if (section.frameLines.length < MAX_FRAMES) section.frameLines.push(line)
      continue
    }
    // .NET: what follows are frames of the outer exceptions.
    if (line.startsWith('--- End of inner exception stack trace ---', indent)) break
    const cause = CAUSE.exec(line)
    if (cause) {
      isRootFirst ||= cause[1] === 'Wrapped by: '
      sections.push(begun(cause[2]!))
      messageLines = 0
    } else if (section === undefined) {
      if (line.trim() !== '') sections.push(begun(line))
    } else if (section.frameLines.length === 0 && messageLines++ < MAX_MESSAGE_LINES) section.message += `\n${line}`
  }
  return { sections, isRootFirst }
}

const CAUSE = /^\s*(Caused by: |Wrapped by: |---> |\[cause\]: )(.*)$/
const HEAD = /^(?:Exception in thread "[^"]*" |Uncaught |Unhandled exception\. )?([A-Za-z_$][\w.$`+]*(?:\/[\w.$]+)?)(?: \[[\w-]+\])?(?:: ?(.*))?$/

function begun(head: string): OpenSection {
  // .NET writes the cause on the line of what it caused: `Outer: text ---> Inner: text`.
  const at = head.lastIndexOf('---> ')
  const text = (at < 0 ? head : head.slice(at + 5)).trim()
  const match = HEAD.exec(text)
  return match && looksLikeClass(match[1]!, match[2]) ? { class: match[1]!, message: match[2] ?? '', frameLines: [] } : { class: '', message: text, frameLines: [] }
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
