// Looks into JSON bytes for the values at a path, without making objects of the rest: it steps over what is beside the path.
import type { PathStep } from './predicate.ts'

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, COLON] = Buffer.from('"\\{}[],:') as unknown as [number, number, number, number, number, number, number, number]
const SPACE = 0x20
/** Deeper than this nobody looks; the stack has to hold it. */
const MAX_DEPTH = 500

/** Says whether this value, [from, end) of the bytes, is what was looked for. */
export type ValueTest = (bytes: Buffer, from: number, end: number) => boolean

interface Step {
  /** null for a place in a list. */
  readonly name: Buffer | null
  readonly text: string
  readonly index: number
}

export class JsonField {
  readonly #steps: readonly Step[]
  readonly #test: ValueTest
  #bytes: Buffer = Buffer.alloc(0)
  #end = 0
  #at = 0
  /** Lists that are being looked through, around here. */
  #listDepth = 0

  constructor(path: readonly PathStep[], test: ValueTest) {
    this.#steps = path.map((step) => (typeof step === 'number' ? { name: null, text: String(step), index: step } : { name: Buffer.from(step), text: step, index: -1 }))
    this.#test = test
  }

  /** Whether one of the values at the path, within [from, end), passes. What is no JSON has none; where it breaks off, what came before counts. */
  isIn(bytes: Buffer, from: number, end: number): boolean {
    this.#bytes = bytes
    this.#end = end
    this.#at = from
    this.#listDepth = 0
    const isFound = this.#look(0, 0)
    this.#bytes = NOTHING
    return isFound
  }

  /** At the beginning of a value. */
  #look(step: number, depth: number): boolean {
    this.#space()
    if (step === this.#steps.length) {
      const from = this.#at
      return this.#skip() && this.#test(this.#bytes, from, this.#at)
    }
    const opening = this.#bytes[this.#at]
    if (this.#at >= this.#end || depth > MAX_DEPTH) return this.#giveUp()
    if (opening === OPEN_BRACE && this.#steps[step]!.name !== null) return this.#lookIntoObject(step, depth)
    if (opening === OPEN_BRACKET) return this.#lookIntoList(step, depth)
    this.#skip()
    return false
  }

  #lookIntoObject(step: number, depth: number): boolean {
    const [bytes, end, wanted] = [this.#bytes, this.#end, this.#steps[step]!]
    for (let at = this.#at + 1; ; at = this.#at) {
      while (at < end && (bytes[at]! <= SPACE || bytes[at] === COMMA)) at++
      if (at >= end || bytes[at] !== QUOTE) return bytes[at] === CLOSE_BRACE && at < end ? this.#passed(at) : this.#giveUp()
      const from = at + 1
      at = stringEnd(bytes, from, end)
      if (at < 0) return this.#giveUp()
      const isMember = this.#isName(wanted, from, at - 1)
      while (at < end && bytes[at]! <= SPACE) at++
      if (at >= end || bytes[at] !== COLON) return this.#giveUp()
      this.#at = at + 1
      // Of a name that stands twice in one object the first one counts: nobody has to read on for the other.
      if (isMember) return this.#lookAtMember(step, depth)
      if (!this.#skip()) return false
    }
  }

  /** Elements of a list around it come after it: then the rest of the object is stepped over. */
  #lookAtMember(step: number, depth: number): boolean {
    if (this.#look(step + 1, depth + 1)) return true
    if (this.#listDepth > 0) this.#leaveObject()
    return false
  }

  #leaveObject(): void {
    let [at, depth] = [this.#at, 1]
    while (at < this.#end && depth > 0) {
      const kind = KINDS[this.#bytes[at++]!]!
      if (kind === STRING) at = stringEnd(this.#bytes, at, this.#end)
      else depth += kind
      if (at < 0) break
    }
    this.#at = depth > 0 ? this.#end : at
  }

  /** A number takes one element, a name is looked for in each. */
  #lookIntoList(step: number, depth: number): boolean {
    const { index } = this.#steps[step]!
    this.#listDepth++
    const isFound = this.#lookAtElements(step, depth, index)
    this.#listDepth--
    return isFound
  }

  #lookAtElements(step: number, depth: number, index: number): boolean {
    this.#at++
    for (let element = 0; ; ) {
      this.#space()
      if (this.#at >= this.#end) return false
      const byte = this.#bytes[this.#at]
      if (byte === CLOSE_BRACKET) return this.#passed(this.#at)
      if (byte === COMMA) {
        this.#at++
        element++
        continue
      }
      if (byte === COLON || byte === CLOSE_BRACE) return this.#giveUp()
      if (index < 0 ? this.#look(step, depth + 1) : element === index && this.#look(step + 1, depth + 1)) return true
      if (index >= 0 && element !== index && !this.#skip()) return false
    }
  }

  #isName({ name, text }: Step, from: number, end: number): boolean {
    const bytes = this.#bytes
    const { length } = name!
    if (end - from === length) {
      let i = 0
      while (i < length && bytes[from + i] === name![i]) i++
      if (i === length) return true
    }
    if (end - from <= length) return false
    // Longer than the name: the same only if it is written with escapes.
    for (let at = from; at < end; at++) if (bytes[at] === BACKSLASH) return jsonString(bytes, from - 1, end + 1) === text
    return false
  }

  /** Over one value, whatever it is; false where it breaks off. */
  #skip(): boolean {
    this.#space()
    const bytes = this.#bytes
    const end = this.#end
    if (this.#at >= end) return false
    const first = bytes[this.#at]!
    if (first === QUOTE) return this.#skipString()
    if (first === OPEN_BRACE || first === OPEN_BRACKET) return this.#skipNested()
    let at = this.#at
    while (at < end && isPlain(bytes[at]!)) at++
    if (at === this.#at) return this.#giveUp()
    this.#at = at
    return true
  }

  #skipNested(): boolean {
    const at = nestedEnd(this.#bytes, this.#at, this.#end)
    if (at < 0) return this.#giveUp()
    this.#at = at
    return true
  }

  #skipString(): boolean {
    const at = stringEnd(this.#bytes, this.#at + 1, this.#end)
    if (at < 0) return this.#giveUp()
    this.#at = at
    return true
  }

  #space(): void {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    while (at < end && bytes[at]! <= SPACE) at++
    this.#at = at
  }

  #passed(at: number): false {
    this.#at = at + 1
    return false
  }

  #giveUp(): false {
    this.#at = this.#end
    return false
  }
}

const NOTHING = Buffer.alloc(0)

/** What a byte means where everything is stepped over: how much deeper it leads, or that a string begins. */
const [BESIDE, STRING] = [0, 2]
const KINDS = new Int8Array(256)
KINDS[OPEN_BRACE] = KINDS[OPEN_BRACKET] = 1
KINDS[CLOSE_BRACE] = KINDS[CLOSE_BRACKET] = -1
KINDS[QUOTE] = STRING

/** Behind the closing quote; -1 where there is none. */
export function stringEnd(bytes: Buffer, from: number, end: number): number {
  const near = Math.min(end, from + SHORT_STRING)
  let at = from
  for (; at < near; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at++
  }
  return at < end ? farStringEnd(bytes, from, at, end) : -1
}

/** Behind the object or list that begins at `at`; -1 where it does not end. */
export function nestedEnd(bytes: Buffer, from: number, end: number): number {
  let [at, depth] = [from, 0]
  while (at < end) {
    const kind = KINDS[bytes[at++]!]!
    if (kind === BESIDE) continue
    if (kind === STRING) {
      at = stringEnd(bytes, at, end)
      if (at < 0) return -1
    } else {
      depth += kind
      if (depth === 0) return at
    }
  }
  return -1
}

/** Longer strings are searched by the machine, at many bytes a step. */
const SHORT_STRING = 32

function farStringEnd(bytes: Buffer, from: number, at: number, end: number): number {
  for (let quote = bytes.indexOf(QUOTE, at); quote >= 0 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let escapes = quote
    while (escapes > from && bytes[escapes - 1] === BACKSLASH) escapes--
    if ((quote - escapes) % 2 === 0) return quote + 1
  }
  return -1
}

/** Of numbers, true, false and null. */
function isPlain(byte: number): boolean {
  return byte > SPACE && byte !== COMMA && byte !== CLOSE_BRACE && byte !== CLOSE_BRACKET && byte !== COLON && byte !== QUOTE
}

/** With its quotes; null where it is none. */
export function jsonString(bytes: Buffer, from: number, end: number): string | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', from, end))
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
