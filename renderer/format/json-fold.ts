// Which lines of a laid out JSON text can be folded away, and which are left when some are.
import type { CodeLine } from './json-layout.ts'

/** The line that closes what a line opens, by the opening line; what opens and closes on one line does not fold. */
export function foldsOf(lines: readonly CodeLine[]): ReadonlyMap<number, number> {
  const folds = new Map<number, number>()
  const open: number[] = []
  lines.forEach(({ tokens }, line) => {
    for (const { kind, text } of tokens) {
      if (kind !== 'punctuation') continue
      if (text === '{' || text === '[') open.push(line)
      else if (text === '}' || text === ']') {
        const opening = open.pop()
        if (opening !== undefined && opening < line) folds.set(opening, line)
      }
    }
  })
  return folds
}

/** The lines to show: of a folded one only where it opens. What stands on its closing line behind the bracket is on show beside it. */
export function unfolded(lineCount: number, folds: ReadonlyMap<number, number>, folded: ReadonlySet<number>): number[] {
  const shown: number[] = []
  for (let line = 0; line < lineCount; line++) {
    shown.push(line)
    const end = folded.has(line) ? folds.get(line) : undefined
    if (end !== undefined) line = end
  }
  return shown
}
