// A predicate made ready to be asked of one record after the other, where they lie in their batch.
import { isUtf8 } from 'node:buffer'
import { unreachable } from '../../base/assert.ts'
import { type ByteSearch, byteSearch } from '../byte-search.ts'
import type { RecordWalk } from '../record-walk.ts'
import { compareNumbers, isNumberText } from './decimal.ts'
import { JsonField, jsonString, type ValueTest } from './json-field.ts'
import type { Comparison, Operand, Predicate, RecordType } from './predicate.ts'

export type WalkTest = (walk: RecordWalk, partition: number) => boolean

export interface RecordTest {
  /** What the bytes of every record that is looked for hold; null = there is no such thing. */
  readonly needle: ByteSearch | null
  /** A record that holds the needle within its key, its value or a header is what is looked for. */
  readonly isNeedleEnough: boolean
  readonly test: WalkTest
}

/** `javascriptTest`: how a function is asked; left out where none is. */
export function recordTestOf(predicate: Predicate, javascriptTest?: (text: string) => WalkTest): RecordTest {
  const needle = needleOf(predicate)
  return { needle: needle === null ? null : byteSearch(needle), isNeedleEnough: predicate.kind === 'contains' && predicate.part === 'anywhere', test: testOf(predicate, javascriptTest) }
}

/** The longest text that no match is without. Never from within JSON, where it may be written with escapes. */
function needleOf(predicate: Predicate): string | null {
  if (predicate.kind === 'contains') return predicate.text
  if (predicate.kind === 'header') return predicate.comparison === '!=' ? null : predicate.name
  if (predicate.kind !== 'all') return null
  const needles = predicate.of.map(needleOf).filter((needle) => needle !== null)
  return needles.toSorted((a, b) => b.length - a.length)[0] ?? null
}

function testOf(predicate: Predicate, javascriptTest: ((text: string) => WalkTest) | undefined): WalkTest {
  const inner = (of: Predicate): WalkTest => testOf(of, javascriptTest)
  switch (predicate.kind) {
    case 'contains':
      return containsTest(predicate.part, byteSearch(predicate.text))
    case 'header':
      return headerTest(predicate)
    case 'part':
      return partTest(predicate)
    case 'field':
      return fieldTest(predicate)
    case 'type':
      return typeTest(predicate.type)
    case 'size': {
      const { comparison, bytes } = predicate
      return ({ begin, end }) => holds(comparison, end - begin - bytes)
    }
    case 'schema':
      return schemaTest(predicate.id)
    case 'javascript':
      if (!javascriptTest) throw new Error('JavaScript is run in worker threads only.')
      return javascriptTest(predicate.text)
    case 'not': {
      const test = inner(predicate.of)
      return (walk, partition) => !test(walk, partition)
    }
    case 'all': {
      const tests = predicate.of.map(inner)
      return (walk, partition) => tests.every((test) => test(walk, partition))
    }
    case 'any': {
      const tests = predicate.of.map(inner)
      return (walk, partition) => tests.some((test) => test(walk, partition))
    }
    default:
      return unreachable(predicate)
  }
}

function containsTest(part: 'anywhere' | 'key' | 'value', search: ByteSearch | null): WalkTest {
  if (search === null) return () => true
  if (part === 'key') return ({ records, keyAt, keyBytes }) => keyBytes > 0 && search.indexIn(records, keyAt, keyAt + keyBytes) >= 0
  if (part === 'value') return ({ records, valueAt, valueBytes }) => valueBytes > 0 && search.indexIn(records, valueAt, valueAt + valueBytes) >= 0
  return (walk) => {
    for (let at = search.indexIn(walk.records, walk.begin, walk.end); at >= 0; at = search.indexIn(walk.records, at + 1, walk.end)) {
      if (walk.isWithinField(at, search.lengthBytes)) return true
    }
    return false
  }
}

function headerTest({ name, comparison, operand }: Predicate & { kind: 'header' }): WalkTest {
  const nameBytes = Buffer.from(name)
  if (comparison === '!=') {
    const isEqual = headerTest({ kind: 'header', name, comparison: '=', operand })
    return (walk, partition) => !isEqual(walk, partition)
  }
  const search = byteSearch(operand.text)
  const isWanted: ValueTest = comparison === 'contains' ? (bytes, from, end) => search === null || search.indexIn(bytes, from, end) >= 0 : textTest(comparison, operand)
  return (walk) => {
    let isFound = false
    walk.visitHeaders((keyAt, keyBytes, valueAt, valueBytes) => {
      const isNamed = keyBytes === nameBytes.length && nameBytes.compare(walk.records, keyAt, keyAt + keyBytes) === 0
      isFound = isNamed && isWanted(walk.records, valueAt, valueAt + Math.max(0, valueBytes))
      return !isFound
    })
    return isFound
  }
}

function partTest({ part, comparison, operand }: Predicate & { kind: 'part' }): WalkTest {
  const isNull = !operand.isQuoted && operand.text === 'null'
  const isWanted = textTest(comparison, operand)
  return (walk) => {
    const length = part === 'key' ? walk.keyBytes : walk.valueBytes
    const at = part === 'key' ? walk.keyAt : walk.valueAt
    if (length < 0 || isNull) return (length < 0 && isNull) === (comparison === '=')
    return isWanted(walk.records, at, at + length)
  }
}

function fieldTest({ part, path, comparison, operand }: Predicate & { kind: 'field' }): WalkTest {
  const isNot = comparison === '!='
  const field = new JsonField(path, comparison === 'contains' ? containedIn(operand) : valueTest(isNot ? '=' : comparison, operand))
  return (walk) => {
    const length = part === 'key' ? walk.keyBytes : walk.valueBytes
    const at = part === 'key' ? walk.keyAt : walk.valueAt
    return (length > 0 && field.isIn(walk.records, at, at + length)) !== isNot
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Of a JSON string what it says, of anything else how it is written. */
function containedIn({ text }: Operand): ValueTest {
  const search = byteSearch(text)
  if (search === null) return () => true
  return (bytes, from, end) => {
    if (bytes[from] !== QUOTE) return search.indexIn(bytes, from, end) >= 0
    if (!hasEscape(bytes, from, end)) return search.indexIn(bytes, from + 1, end - 1) >= 0
    const said = Buffer.from(jsonString(bytes, from, end) ?? '')
    return search.indexIn(said, 0, said.length) >= 0
  }
}

/** Of a JSON value: a number by its digits, a string by what it says; `42` is either. */
function valueTest(comparison: Comparison, operand: Operand): ValueTest {
  const { text, isQuoted } = operand
  const number = !isQuoted && isNumberText(text) ? new WantedNumber(comparison, text) : null
  const asWritten = Buffer.from(text)
  const asString = textTest(comparison, operand)
  return (bytes, from, end) => {
    if (bytes[from] === QUOTE) {
      if (!hasEscape(bytes, from, end)) return asString(bytes, from + 1, end - 1)
      const said = Buffer.from(jsonString(bytes, from, end) ?? '')
      return asString(said, 0, said.length)
    }
    if (isQuoted) return false
    if (number) return isDigit(bytes[from]!) && number.isHeldBy(bytes, from, end)
    return comparison === '=' && equals(bytes, from, end, asWritten)
  }
}

/** Of a text: as a number where both are, else letter by letter as UTF-8. */
function textTest(comparison: Comparison, { text, isQuoted }: Operand): ValueTest {
  const wanted = Buffer.from(text)
  const number = !isQuoted && isNumberText(text) ? new WantedNumber(comparison, text) : null
  return (bytes, from, end) => {
    if (number && isDigit(bytes[from] ?? 0)) return number.isHeldBy(bytes, from, end)
    if (comparison === '=') return equals(bytes, from, end, wanted)
    if (number && comparison !== '!=') return false
    return holds(comparison, -wanted.compare(bytes, from, end))
  }
}

/** Far from each other numbers are told apart by doubles; only near ones are compared digit by digit. */
const NEAR = 1e-12

class WantedNumber {
  readonly #comparison: Comparison
  readonly #text: string
  readonly #near: number

  constructor(comparison: Comparison, text: string) {
    this.#comparison = comparison
    this.#text = text
    this.#near = Number(text)
  }

  isHeldBy(bytes: Buffer, from: number, end: number): boolean {
    const near = shortNumber(bytes, from, end)
    const difference = near - this.#near
    if (Math.abs(difference) > NEAR * Math.max(Math.abs(near), Math.abs(this.#near))) return holds(this.#comparison, difference)
    return holds(this.#comparison, compareNumbers(bytes.toString('latin1', from, end), this.#text))
  }
}

const [ZERO, NINE, MINUS, POINT] = [0x30, 0x39, 0x2d, 0x2e]
const MOST_DIGITS = 15

/** Digits and a point, in a few steps; NaN for what is longer or written otherwise. */
function shortNumber(bytes: Buffer, from: number, end: number): number {
  if (end - from > MOST_DIGITS || !isDigit(bytes[end - 1]!) || bytes[end - 1] === MINUS) return Number.NaN
  let [value, scale] = [0, 0]
  for (let at = bytes[from] === MINUS ? from + 1 : from; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + byte - ZERO
      scale *= 10
    } else if (byte === POINT && scale === 0) scale = 1
    else return Number.NaN
  }
  const size = scale > 1 ? value / scale : value
  return bytes[from] === MINUS ? -size : size
}

function holds(comparison: Comparison, difference: number): boolean {
  switch (comparison) {
    case '=':
      return difference === 0
    case '!=':
      return difference !== 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    default:
      return unreachable(comparison)
  }
}

function equals(bytes: Buffer, from: number, end: number, wanted: Buffer): boolean {
  const { length } = wanted
  if (end - from !== length) return false
  for (let i = 0; i < length; i++) if (bytes[from + i] !== wanted[i]) return false
  return true
}

/** Or the minus before one. */
function isDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d
}

function hasEscape(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (bytes[at] === BACKSLASH) return true
  return false
}

function typeTest(type: RecordType): WalkTest {
  return ({ records, valueAt, valueBytes }) => {
    if (valueBytes < 0 || type === 'tombstone') return valueBytes < 0 && type === 'tombstone'
    const value = records.subarray(valueAt, valueAt + valueBytes)
    if (!isUtf8(value)) return type === 'binary'
    return type === (isJson(value) ? 'json' : 'text')
  }
}

function isJson(value: Buffer): boolean {
  try {
    return typeof JSON.parse(value.toString()) === 'object'
  } catch {
    return false
  }
}

/** As serializers of schema registries write it: a zero, and the id in four bytes. */
function schemaTest(id: number): WalkTest {
  const isFramed = (bytes: Buffer, at: number, length: number): boolean => length >= 5 && bytes[at] === 0 && bytes.readUInt32BE(at + 1) === id
  return ({ records, keyAt, keyBytes, valueAt, valueBytes }) => isFramed(records, valueAt, valueBytes) || isFramed(records, keyAt, keyBytes)
}
