// Stacks of Go: of a panic, and of errors that print their own; a function's line is followed by the line of its file.
import type { Frame } from './stack-frame.ts'
import type { StackSection } from './stack.ts'

const FILE = /^\s+(\S.*\.(?:go|s)):\d+(?: \+0x[0-9a-f]+)?\s*$/
const PANIC = /^panic: (.*?)(?: \[recovered\])?$/

/** null = not of Go. */
export function goSection(lines: readonly string[]): StackSection | null {
  const frames: Frame[] = []
  let firstFrame = -1
  for (let at = 1; at < lines.length; at++) {
    const file = FILE.exec(lines[at]!)
    const name = lines[at - 1]!
    if (!file || name === '' || /^\s/.test(name)) continue
    if (firstFrame < 0) firstFrame = at - 1
    if (!name.startsWith('created by ')) frames.push(frameOf(name, file[1]!))
  }
  if (firstFrame < 0) return null
  return { ...headOf(lines.slice(0, firstFrame)), frames }
}

function headOf(lines: readonly string[]): { class: string; message: string } {
  const panics = lines.flatMap((line) => PANIC.exec(line.trim())?.[1] ?? [])
  if (panics.length > 0) return { class: 'panic', message: panics[0]! }
  const message = lines.filter((line) => !/^goroutine \d+/.test(line)).join('\n')
  return { class: '', message: message.trim() }
}

function frameOf(call: string, file: string): Frame {
  const name = call.replace(/\((?:0x|\{|\.\.\.|\)|[^*)]).*$/, '').replace(/\.func\d+(?:\.\d+)*/g, '.func').replace(/\[\.\.\.\]/g, '')
  return { name, isFramework: /^(?:runtime|testing|net\/http|reflect)[./]/.test(name) || name === 'panic' || /[\\/]go[\\/]src[\\/]/.test(file) }
}
