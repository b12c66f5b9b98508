// Takes out of a JSON object only the members that a function mentions: parsing all of it is most of what a predicate costs.
import { nestedEnd, stringEnd } from '../predicate/json-field.ts'

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, COMMA, COLON, SPACE] = Buffer.from('"\\{}[,: ') as unknown as [number, number, number, number, number, number, number, number]
const PLAIN = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/

/**
 * The names of `value.name` in a text that does nothing else with `value`: no call, no computed name, nothing that every object has. null = it may look
 * at anything.
 */
export function mentionedMembers(text: string): Buffer[] | null {
  if (/=>|\b(?:function|arguments|record|valueText)\b/.test(text)) return null
  const names = new Set<string>()
  for (const { index } of text.matchAll(/\bvalue\b/g)) {
    const before = text.slice(0, index).trimEnd().at(-1)
    const name = /^value\s*\??\.\s*([A-Za-z_$][\w$]*)(?![\w$])(?!\s*(?:\?\.)?\s*\()/.exec(text.slice(index))?.[1]
    if (before === '.' || name === undefined || name in {}) return null
    names.add(name)
  }
  return Array.from(names, (name) => Buffer.from(name))
}

/**
 * An object of just these members, as JSON; null where it has to be parsed as a whole: it is no object, or not clearly one. What is inside of the others
 * is stepped over, not checked.
 */
export function membersText(bytes: Buffer, names: readonly Buffer[]): string | null {
  const end = bytes.length
  let at = behindSpace(bytes, 0)
  if (bytes[at] !== OPEN_BRACE) return null
  at = behindSpace(bytes, at + 1)
  let members = ''
  for (let next = COMMA; next === COMMA; at = behindSpace(bytes, at + 1)) {
    if (bytes[at] !== QUOTE) return null
    const from = at
    at = stringEnd(bytes, from + 1, end)
    if (at < 0 || hasEscape(bytes, from, at)) return null
    const isMentioned = names.some((name) => name.length === at - from - 2 && name.compare(bytes, from + 1, at - 1) === 0)
    at = behindSpace(bytes, at)
    if (bytes[at] !== COLON) return null
    at = memberEnd(bytes, behindSpace(bytes, at + 1), end)
    if (at < 0) return null
    if (isMentioned) members += `${members === '' ? '' : ','}${bytes.toString('utf8', from, at)}`
    at = behindSpace(bytes, at)
    next = bytes[at]!
    if (next === CLOSE_BRACE) return behindSpace(bytes, at + 1) === end ? `{${members}}` : null
  }
  return null
}

function memberEnd(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at]
  if (first === QUOTE) return stringEnd(bytes, at + 1, end)
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return nestedEnd(bytes, at, end)
  let to = at
  while (to < end && bytes[to]! > SPACE && bytes[to] !== COMMA && bytes[to] !== CLOSE_BRACE) to++
  return PLAIN.test(bytes.toString('latin1', at, to)) ? to : -1
}

function behindSpace(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at]! <= SPACE) at++
  return at
}

function hasEscape(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (bytes[at] === BACKSLASH) return true
  return false
}
