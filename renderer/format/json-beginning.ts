// The first lines of a large text, before all of its lines are known: what is seen at once is what it begins with.
import { layOutJson } from './json-layout.ts'
import { tintJson } from './json-tokens.ts'

const LOOKED_AT_CHARS = 12_000
const MAX_LINES = 80
const MAX_LINE_CHARS = 200

/** `text`: the beginning of a longer one. The last line is left out: it may be cut. */
export function beginningLines(text: string, layout: 'stored' | 'indented'): string[] {
  const looked = text.slice(0, LOOKED_AT_CHARS)
  return (layout === 'stored' ? looked.split('\n') : laidOut(looked)).flatMap(broken).slice(0, -1).slice(0, MAX_LINES)
}

function laidOut(text: string): string[] {
  const tokens = tintJson(text).filter((token) => token.kind !== 'other' || token.text.trim() !== '')
  return layOutJson(tokens).map(({ indent, tokens: line }) => '  '.repeat(indent) + line.map((token) => token.text).join(''))
}

/** By characters, not by halves of surrogate pairs. */
function broken(line: string): string[] {
  if (line.length <= MAX_LINE_CHARS) return [line]
  const characters = Array.from(line)
  return Array.from({ length: Math.ceil(characters.length / MAX_LINE_CHARS) }, (_, piece) =>
    characters.slice(piece * MAX_LINE_CHARS, (piece + 1) * MAX_LINE_CHARS).join(''),
  )
}
