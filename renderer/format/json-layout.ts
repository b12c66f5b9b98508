// Pretty printing of JSON tokens: one line per member, brackets indented, every token as it was written.
import type { Token } from './json-tokens.ts'

export interface CodeLine {
  indent: number
  tokens: Token[]
}

export function layOutJson(tokens: readonly Token[]): CodeLine[] {
  const lines: CodeLine[] = []
  let line: CodeLine = { indent: 0, tokens: [] }
  let depth = 0
  const breakLine = (): void => {
    lines.push(line)
    line = { indent: depth, tokens: [] }
  }
  tokens.forEach((token, index) => {
    if (isClosing(token)) {
      depth -= 1
      if (!isOpening(tokens[index - 1])) breakLine()
    }
    line.tokens.push(token.text === ':' && token.kind === 'punctuation' ? { kind: 'punctuation', text: ': ' } : token)
    if (isOpening(token)) {
      depth += 1
      if (!isClosing(tokens[index + 1])) breakLine()
    } else if (token.kind === 'punctuation' && token.text === ',') {
      breakLine()
    }
  })
  lines.push(line)
  return lines
}

const isOpening = (token: Token | undefined): boolean => token?.kind === 'punctuation' && (token.text === '{' || token.text === '[')
const isClosing = (token: Token | undefined): boolean => token?.kind === 'punctuation' && (token.text === '}' || token.text === ']')

/** The text of laid out lines, two spaces per level. */
export function textOf(lines: readonly CodeLine[]): string {
  return lines.map((line) => '  '.repeat(line.indent) + line.tokens.map((token) => token.text).join('')).join('\n')
}

/** Integers that a double cannot hold; a reader using JSON.parse would show another number. */
export function isBeyondDouble(token: Token): boolean {
  if (token.kind !== 'number' || !/^-?\d{16,}$/.test(token.text)) return false
  return !Number.isSafeInteger(Number(token.text))
}
