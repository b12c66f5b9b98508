// Tracebacks of Python: the innermost frame stands last, and the cause before what it has caused.
import type { Frame } from './stack-frame.ts'
import type { StackSection } from './stack.ts'

const BEGIN = /^\s*Traceback \(most recent call last\):/
const FRAME = /^\s+File "([^"]*)", line \d+(?:, in (.+?))?\s*$/
const HEAD = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/
const NEXT = /^(?:The above exception was the direct cause|During handling of the above exception)/

/** null = no traceback. */
export function pythonSection(lines: readonly string[]): StackSection | null {
  const begin = lines.findIndex((line) => BEGIN.test(line))
  if (begin < 0) return null
  const frames: Frame[] = []
  let at = begin + 1
  for (; at < lines.length; at++) {
    const line = lines[at]!
    const frame = FRAME.exec(line)
    if (frame) frames.push(frameOf(frame[1]!, frame[2] ?? ''))
    else if (line !== '' && !/^\s/.test(line)) break
  }
  return { ...headOf(lines, at), frames: frames.reverse() }
}

function headOf(lines: readonly string[], at: number): { class: string; message: string } {
  const head = HEAD.exec(lines[at] ?? '')
  const rest: string[] = []
  for (let next = at + 1; next < lines.length && rest.length < 20 && !NEXT.test(lines[next]!); next++) rest.push(lines[next]!)
  const more = rest.join('\n').trim()
  const message = head ? (head[2] ?? '') : (lines[at] ?? '')
  return { class: head?.[1] ?? '', message: more === '' ? message : `${message}\n${more}` }
}

function frameOf(file: string, name: string): Frame {
  const isFramework = /[\\/](?:site-packages|dist-packages|lib[\\/]python[\d.]+)[\\/]/.test(file) || file.startsWith('<frozen ')
  return { name: `${name} ${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}`.trim(), isFramework }
}
