// Lines of a JSON text laid out: only the space between tokens changes; numbers and strings stay as they are written.
import { type LineIndex, type LineIndexer, MAX_LINE_CHARS, NumberList, type ShownLine } from './line-index.ts'

/** The bytes are not one JSON document, as far as its brackets and strings go. */
export class NotJson extends Error {
  override readonly name = 'NotJson'
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
/** Deeper than this the indentation stays the same. */
const MAX_INDENT_DEPTH = 50

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** Of a line: how deep it is indented, whether it goes on from the one before, and whether it begins inside a string. */
const CONTINUES = 1
const IN_STRING = 2
const DEPTH_SHIFT = 2

export function indentedLines(bytes: Buffer): LineIndexer {
  return new IndentedIndexer(bytes)
}

class IndentedIndexer implements LineIndexer {
  readonly #bytes: Buffer
  readonly #starts = new NumberList()
  readonly #shapes = new NumberList()
  /** The bracket that closes each one that is open. */
  readonly #open: number[] = []
  #at = 0
  #chars = 0
  #inString = false
  #isEscaped = false
  /** The last token asks for a line of its own for the next: an opening bracket (unless it closes at once) or a comma. */
  #after: 'opening' | 'comma' | 'other' = 'other'
  #isOver = false

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#beginLine(0, 0)
  }

  advance(maxBytes: number): boolean {
    const bytes = this.#bytes
    const end = Math.min(bytes.length, this.#at + maxBytes)
    while (this.#at < end) {
      if (this.#inString) this.#string(end)
      else {
        const byte = bytes[this.#at]!
        if (!isSpace(byte)) this.#token(byte)
        this.#at++
      }
    }
    return end === bytes.length
  }

  finish(): LineIndex {
    if (this.#inString) throw new NotJson('A string is not closed.')
    if (this.#open.length > 0) throw new NotJson(`${this.#open.length} brackets are not closed.`)
    return new IndentedLines(this.#bytes, this.#starts, this.#shapes)
  }

  /** Most of a large text is strings: nothing is looked up or called for one of their bytes. */
  #string(end: number): void {
    const bytes = this.#bytes
    let [at, chars, isEscaped] = [this.#at, this.#chars, this.#isEscaped]
    for (; at < end && this.#inString; at++) {
      const byte = bytes[at]!
      if ((byte & 0xc0) === 0x80) continue
      if (chars >= MAX_LINE_CHARS && !isEscaped) {
        this.#beginLine(at, this.#depth() | CONTINUES | IN_STRING)
        chars = 0
      }
      chars++
      if (isEscaped) isEscaped = false
      else if (byte === BACKSLASH) isEscaped = true
      else if (byte === QUOTE) this.#inString = false
    }
    this.#at = at
    this.#chars = chars
    this.#isEscaped = isEscaped
    this.#isOver = !this.#inString && this.#open.length === 0
  }

  #token(byte: number): void {
    if (this.#isOver) throw new NotJson(`There is more after the end of the document, at byte ${this.#at}.`)
    if (byte === 0x7d || byte === 0x5d) return this.#close(byte)
    if (this.#after !== 'other' && byte !== COMMA) this.#beginLine(this.#at, this.#depth())
    this.#after = 'other'
    this.#count(true)
    if (byte === 0x7b || byte === 0x5b) {
      // In ASCII the closing bracket stands two behind the opening one.
      this.#open.push(byte + 2)
      this.#after = 'opening'
    } else if (byte === QUOTE) this.#inString = true
    else if (byte === COMMA) this.#after = 'comma'
  }

  #close(byte: number): void {
    if (this.#open.pop() !== byte) throw new NotJson(`"${String.fromCharCode(byte)}" at byte ${this.#at} closes nothing.`)
    if (this.#after !== 'opening') this.#beginLine(this.#at, this.#depth())
    this.#after = 'other'
    this.#count(false)
    this.#isOver = this.#open.length === 0
  }

  #count(mayBreak: boolean): void {
    if (this.#chars >= MAX_LINE_CHARS && mayBreak) this.#beginLine(this.#at, this.#depth() | CONTINUES)
    this.#chars++
  }

  #depth(): number {
    return Math.min(this.#open.length, MAX_INDENT_DEPTH) << DEPTH_SHIFT
  }

  #beginLine(atByte: number, shape: number): void {
    this.#starts.push(atByte)
    this.#shapes.push(shape)
    this.#chars = 0
  }
}

class IndentedLines implements LineIndex {
  readonly #bytes: Buffer
  readonly #starts: NumberList
  readonly #shapes: NumberList

  constructor(bytes: Buffer, starts: NumberList, shapes: NumberList) {
    this.#bytes = bytes
    this.#starts = starts
    this.#shapes = shapes
  }

  get count(): number {
    return this.#starts.length
  }

  lineAt(line: number): ShownLine {
    const isLast = line === this.count - 1
    const end = isLast ? this.#bytes.length : this.#starts.at(line + 1)
    return { atByte: this.#starts.at(line), text: this.#written(line, end), continues: !isLast && (this.#shapes.at(line + 1) & CONTINUES) !== 0 }
  }

  lineOf(atByte: number): number {
    return this.#starts.lastNotAbove(atByte)
  }

  columnOf(line: number, atByte: number): number {
    return this.#written(line, atByte).length
  }

  #written(line: number, end: number): string {
    const shape = this.#shapes.at(line)
    const indent = shape & CONTINUES ? '' : '  '.repeat(shape >> DEPTH_SHIFT)
    return indent + tokensOnly(this.#bytes.subarray(this.#starts.at(line), end), (shape & IN_STRING) !== 0)
  }
}

function tokensOnly(bytes: Buffer, beginsInString: boolean): string {
  const written = Buffer.allocUnsafe(bytes.length * 2)
  let length = 0
  let inString = beginsInString
  let isEscaped = false
  for (const byte of bytes) {
    if (!inString && isSpace(byte)) continue
    written[length++] = byte
    if (!inString) {
      inString = byte === QUOTE
      if (byte === COLON) written[length++] = 0x20
    } else if (isEscaped) isEscaped = false
    else if (byte === BACKSLASH) isEscaped = true
    else if (byte === QUOTE) inString = false
  }
  return written.toString('utf8', 0, length)
}
