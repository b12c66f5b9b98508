// Escapes and bracket expressions of RE2: which characters they stand for.
import { PatternError } from './pattern-error.ts'
import type { PatternReader } from './pattern-reader.ts'
import { type CharacterSet, isWordCharacter, negated, setOf, unionOf } from './pattern-tree.ts'

const PERL: Record<string, (character: string) => boolean> = {
  d: (character) => /\d/.test(character),
  s: (character) => /[\t\n\f\r ]/.test(character),
  w: isWordCharacter,
}

const POSIX: Record<string, RegExp> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\x00-\x7f]/,
  blank: /[\t ]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
}

const CONTROL: Record<string, string> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** The set that a class escape names, read behind its backslash; null when it is no class. */
export function readClassEscape(reader: PatternReader): CharacterSet | null {
  const letter = reader.peek()
  const perl = PERL[letter.toLowerCase()]
  if (perl !== undefined) {
    reader.next()
    return letter === letter.toLowerCase() ? setOf(perl) : negated(setOf(perl))
  }
  if (letter !== 'p' && letter !== 'P') return null
  reader.next()
  return readUnicodeClass(reader, letter === 'P')
}

/** The single character that an escape stands for, read behind its backslash. */
export function readCharacterEscape(reader: PatternReader): string {
  const letter = reader.next()
  if (letter === '') throw new PatternError('trailing backslash at end of expression')
  const control = CONTROL[letter]
  if (control !== undefined) return control
  if (letter === 'x') return readHex(reader)
  if (/[0-7]/.test(letter)) return readOctal(reader, letter)
  if (isWordCharacter(letter)) throw new PatternError(`invalid escape sequence: \`\\${letter}\``)
  return letter
}

/** A bracket expression, read behind its opening bracket. */
export function readBracket(reader: PatternReader, foldsCase: boolean): CharacterSet {
  const isNegated = reader.take('^')
  const sets: CharacterSet[] = []
  while (!reader.peekIs(']') || sets.length === 0) {
    if (reader.isAtEnd) throw new PatternError('missing closing ]')
    sets.push(readBracketItem(reader, foldsCase))
  }
  reader.next()
  const set = unionOf(sets)
  return isNegated ? negated(set) : set
}

export function characters(from: string, to: string, foldsCase: boolean): CharacterSet {
  const isBetween = (character: string): boolean => character >= from && character <= to
  return setOf((character) => isBetween(character) || (foldsCase && (isBetween(character.toLowerCase()) || isBetween(character.toUpperCase()))))
}

function readBracketItem(reader: PatternReader, foldsCase: boolean): CharacterSet {
  if (reader.take('[:')) return readPosixClass(reader)
  if (reader.take('\\')) {
    const set = readClassEscape(reader)
    if (set !== null) return set
    return readRange(reader, readCharacterEscape(reader), foldsCase)
  }
  return readRange(reader, reader.next(), foldsCase)
}

function readRange(reader: PatternReader, from: string, foldsCase: boolean): CharacterSet {
  if (!reader.peekIs('-') || reader.peek(1) === ']' || reader.peek(1) === '') return characters(from, from, foldsCase)
  reader.next()
  const to = reader.take('\\') ? readCharacterEscape(reader) : reader.next()
  if (to < from) throw new PatternError(`invalid character class range: \`${from}-${to}\``)
  return characters(from, to, foldsCase)
}

function readPosixClass(reader: PatternReader): CharacterSet {
  const text = reader.until(':]')
  const isNegated = text.startsWith('^')
  const members = POSIX[isNegated ? text.slice(1) : text]
  if (members === undefined) throw new PatternError(`invalid character class range: \`[:${text}:]\``)
  const set = setOf((character) => members.test(character))
  return isNegated ? negated(set) : set
}

/** `\pN`, `\p{Greek}`: what of ASCII belongs to it. */
function readUnicodeClass(reader: PatternReader, isOutside: boolean): CharacterSet {
  const text = reader.take('{') ? reader.until('}') : reader.next()
  const isNegated = text.startsWith('^')
  const name = isNegated ? text.slice(1) : text
  const members = unicodeMembers(name)
  return isNegated === isOutside ? setOf((character) => members.test(character)) : negated(setOf((character) => members.test(character)))
}

function unicodeMembers(name: string): RegExp {
  if (!/^[A-Za-z_]+$/.test(name)) throw new PatternError(`invalid character class range: \`\\p{${name}}\``)
  for (const property of [name, `Script=${name}`]) {
    try {
      return new RegExp(`^\\p{${property}}$`, 'u')
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  throw new PatternError(`invalid character class range: \`\\p{${name}}\``)
}

function readHex(reader: PatternReader): string {
  const digits = reader.take('{') ? reader.until('}') : reader.next() + reader.next()
  const code = /^[0-9A-Fa-f]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : Infinity
  if (code > 0x10ffff) throw new PatternError(`invalid escape sequence: \`\\x${digits}\``)
  return String.fromCodePoint(code)
}

/** `\1` to `\7` alone would be a backreference, which RE2 does not have. */
function readOctal(reader: PatternReader, first: string): string {
  let digits = first
  while (digits.length < 3 && /[0-7]/.test(reader.peek())) digits += reader.next()
  if (first !== '0' && digits.length === 1) throw new PatternError(`invalid escape sequence: \`\\${first}\``)
  return String.fromCharCode(Number.parseInt(digits, 8))
}
