// Parses a topic pattern in RE2's syntax. What RE2 does not have is refused: lookaround, backreferences, possessive quantifiers.
import { characters, readBracket, readCharacterEscape, readClassEscape } from './character-class.ts'
import { PatternError } from './pattern-error.ts'
import { PatternReader } from './pattern-reader.ts'
import { type Assertion, type Pattern, setOf } from './pattern-tree.ts'

/** RE2's limit on `{n,m}`. */
const MAX_REPEAT = 1000
/** RE2 limits how deep groups may nest; so does the stack. */
const MAX_DEPTH = 1000

const ASSERTION_ESCAPES: Record<string, Assertion> = { A: 'start', z: 'end', b: 'wordBoundary', B: 'noWordBoundary' }
const QUANTIFIER = /([*+?])|\{(\d+)(?:(,)(\d*))?\}/y
const NAMED_GROUP = /\?P?<([A-Za-z0-9_]+)>/y
const FLAGS = /\?([imsU]*)(-[imsU]+)?([:)])/y

interface Flags {
  readonly foldsCase: boolean
  readonly dotMatchesNewline: boolean
}

export function parsePattern(text: string): Pattern {
  const reader = new PatternReader(text)
  const parser = new Parser(reader)
  const pattern = parser.choice({ foldsCase: false, dotMatchesNewline: false }, 0)
  if (!reader.isAtEnd) throw new PatternError('unexpected )')
  return pattern
}

class Parser {
  readonly #reader: PatternReader
  readonly #groupNames = new Set<string>()

  constructor(reader: PatternReader) {
    this.#reader = reader
  }

  choice(flags: Flags, depth: number): Pattern {
    if (depth > MAX_DEPTH) throw new PatternError('expression nests too deeply')
    const options: Pattern[] = []
    let current = flags
    do {
      const [parts, after] = this.#sequence(current, depth)
      options.push(parts.length === 1 ? parts[0]! : parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts })
      current = after
    } while (this.#reader.take('|'))
    return options.length === 1 ? options[0]! : { kind: 'choice', options }
  }

  /** Flags that are set in the middle hold until the end of the group. */
  #sequence(flags: Flags, depth: number): [Pattern[], Flags] {
    const parts: Pattern[] = []
    let current = flags
    while (!this.#reader.isAtEnd && !this.#reader.peekIs('|') && !this.#reader.peekIs(')')) {
      const set = this.#flagSetting(current)
      if (set !== null) current = set
      else if (this.#reader.take('\\Q')) parts.push(...this.#quoted(current))
      else parts.push(this.#repeated(this.#atom(current, depth)))
    }
    return [parts, current]
  }

  #repeated(atom: Pattern): Pattern {
    const quantifier = this.#reader.takeMatch(QUANTIFIER)
    if (quantifier === null) return atom
    const [text, sign, least, comma, most] = quantifier
    this.#reader.take('?')
    if (this.#reader.takeMatch(QUANTIFIER)) throw new PatternError(`invalid nested repetition operator: \`${text}\``)
    if (sign !== undefined) return { kind: 'repeat', part: atom, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
    const from = Number(least)
    const to = comma === undefined ? from : most === '' ? Infinity : Number(most)
    if (from > MAX_REPEAT || (to !== Infinity && to > MAX_REPEAT) || from > to) throw new PatternError(`invalid repeat count: \`${text}\``)
    return { kind: 'repeat', part: atom, least: from, most: to }
  }

  #atom(flags: Flags, depth: number): Pattern {
    const reader = this.#reader
    if (reader.takeMatch(QUANTIFIER)) throw new PatternError('missing argument to repetition operator')
    if (reader.take('(')) return this.#group(flags, depth)
    if (reader.take('[')) return { kind: 'set', set: readBracket(reader, flags.foldsCase) }
    if (reader.take('.')) return { kind: 'set', set: setOf((character) => flags.dotMatchesNewline || character !== '\n') }
    if (reader.take('^')) return { kind: 'assertion', assertion: 'start' }
    if (reader.take('$')) return { kind: 'assertion', assertion: 'end' }
    if (reader.take('\\')) return this.#escape(flags)
    return literal(reader.next(), flags)
  }

  /** `\Q…\E`, read behind its beginning; the end may be missing. A quantifier behind it means its last character. */
  #quoted(flags: Flags): Pattern[] {
    const reader = this.#reader
    const text = reader.text.includes('\\E', reader.position) ? reader.until('\\E') : reader.takeRest()
    const literals = [...text].map((character) => literal(character, flags))
    return literals.map((each, i) => (i === literals.length - 1 ? this.#repeated(each) : each))
  }

  #escape(flags: Flags): Pattern {
    const reader = this.#reader
    const assertion = ASSERTION_ESCAPES[reader.peek()]
    if (assertion !== undefined) {
      reader.next()
      return { kind: 'assertion', assertion }
    }
    if (reader.take('C')) return { kind: 'set', set: setOf(() => true) }
    const set = readClassEscape(reader)
    return set === null ? literal(readCharacterEscape(reader), flags) : { kind: 'set', set }
  }

  #group(flags: Flags, depth: number): Pattern {
    const reader = this.#reader
    let inner = flags
    if (reader.peekIs('?')) {
      const named = reader.takeMatch(NAMED_GROUP)
      if (named) this.#noteName(named[1]!)
      else inner = this.#groupFlags(flags)
    }
    const pattern = this.choice(inner, depth + 1)
    if (!reader.take(')')) throw new PatternError('missing closing )')
    return pattern
  }

  #noteName(name: string): void {
    if (this.#groupNames.has(name)) throw new PatternError(`duplicate capture group name: \`${name}\``)
    this.#groupNames.add(name)
  }

  /** `(?i:…)`, read behind its parenthesis; everything else that begins with a question mark is unknown to RE2. */
  #groupFlags(flags: Flags): Flags {
    const start = this.#reader.position
    const match = this.#reader.takeMatch(FLAGS)
    if (match?.[3] !== ':') throw new PatternError(`invalid or unsupported Perl syntax: \`(${this.#reader.text.slice(start, start + 3)}\``)
    return changed(flags, match)
  }

  /** `(?i)`; null when something else comes next. */
  #flagSetting(flags: Flags): Flags | null {
    const start = this.#reader.position
    const match = this.#reader.take('(') ? this.#reader.takeMatch(FLAGS) : null
    if (match?.[3] === ')' && match[0] !== '?)') return changed(flags, match)
    this.#reader.position = start
    return null
  }
}

function changed(flags: Flags, [, on = '', off = '']: RegExpExecArray): Flags {
  const after = (letter: string, before: boolean): boolean => (before || on.includes(letter)) && !off.includes(letter)
  return { foldsCase: after('i', flags.foldsCase), dotMatchesNewline: after('s', flags.dotMatchesNewline) }
}

function literal(character: string, { foldsCase }: Flags): Pattern {
  return { kind: 'set', set: characters(character, character, foldsCase) }
}
