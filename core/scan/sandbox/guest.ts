// What stands beside a person's function in its locked-down context. These functions are handed over as text (GUEST_SOURCE): nothing but each other
// and the language itself is there for them.
import { REALM_PIECES, type RecordMoment, repeatableRealm } from './repeatable-realm.ts'

/** As it comes in: a null is null, text is text, and bytes that are no text are base64 with their bit set in `binary` (1 = key, 2 = value). */
export type GuestRecordFields = [topic: string, partition: number, offset: number, timestampMs: number, key: string | null, value: string | null, binary: number, headersJson: string]

export interface Guest {
  /** true, false, or what went wrong as JSON of a FunctionFailure. */
  test(...fields: GuestRecordFields): boolean | string
  /** JSON of a GuestAnswer, the same for the same moment and fields: from the first one on, nothing is kept from record to record. */
  map(moment: RecordMoment, ...fields: GuestRecordFields): string
}

export interface FunctionFailure {
  readonly message: string
  readonly line: number | null
}

/** Text, or `[base64]`. A part that is left out is as it was. */
export type GuestPart = string | [string] | null
export type GuestAnswer =
  | { kind: 'mapped'; key?: GuestPart; value?: GuestPart; headers?: [string, GuestPart][]; partition?: number | null; timestampMs?: number; topic?: string }
  | { kind: 'left-out' }
  | ({ kind: 'failed' } & FunctionFailure)

type Sources = WeakMap<object, Map<string, [number, string]>>
type HeaderPair = { key: string; value: unknown }
interface Replacing {
  parse(text: string, reviver: (this: object, key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(this: void, text: string): unknown
}

/** Bytes that are no text. */
class Bytes {
  readonly base64: string

  constructor(base64: string) {
    if (typeof base64 !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(base64)) throw new TypeError('Bytes are made of base64 text.')
    this.base64 = base64
    Object.freeze(this)
  }

  toString(): string {
    return this.base64
  }
}

/** Whole numbers beyond 2^53 are bigint, whether or not a double would round them; how other numbers were written is kept in `sources`. */
function parseJson(text: string, sources: Sources | null): unknown {
  if (sources === null && !/\d{16}/.test(text)) return JSON.parse(text)
  return (JSON as unknown as Replacing).parse(text, function (key, value, { source }) {
    if (typeof value !== 'number' || source === undefined) return value
    if (!Number.isSafeInteger(value) && /^-?\d+$/.test(source)) return BigInt(source)
    if (sources !== null && source !== String(value)) {
      const kept = sources.get(this) ?? new Map<string, [number, string]>()
      sources.set(this, kept.set(key, [value, source]))
    }
    return value
  })
}

/** Numbers that were not touched are written as they were. */
function jsonOf(value: unknown, sources: Sources, indent: string): string {
  const { rawJSON } = JSON as unknown as Replacing
  const text = JSON.stringify(
    value,
    function (this: object, key: string, part: unknown) {
      if (typeof part === 'bigint') return rawJSON(String(part))
      if (typeof part !== 'number') return part
      if (!Number.isFinite(part)) throw new TypeError(`${part} at "${key}" cannot be written as JSON.`)
      const kept = sources.get(this)?.get(key)
      return kept !== undefined && Object.is(kept[0], part) ? rawJSON(kept[1]) : part
    },
    indent,
  ) as string | undefined
  if (text === undefined) throw new TypeError(`A ${typeof value} cannot be written as JSON.`)
  return text
}

/** JSON objects and lists, of values numbers and booleans too, are parsed; everything else is text as it is written. */
function readPart(text: string | null, isBinary: boolean, json: RegExp, sources: Sources | null): unknown {
  if (text === null) return null
  if (isBinary) return new Bytes(text)
  if (!json.test(text)) return text
  try {
    return parseJson(text, sources)
  } catch {
    return text
  }
}

function writtenPart(part: unknown, sources: Sources, indent: string): GuestPart {
  if (part === null || typeof part === 'string') return part
  return part instanceof Bytes ? [part.base64] : jsonOf(part, sources, indent)
}

function indentOf(text: string | null): string {
  return /^\s*[[{]\r?\n([ \t]+)/.exec(text ?? '')?.[1] ?? ''
}

class GuestRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly sources: Sources | null
  readonly #fields: GuestRecordFields
  #key: unknown
  #value: unknown
  #headers: Record<string, unknown> | undefined
  #headerList: HeaderPair[] | undefined
  #opened = 0

  constructor(fields: GuestRecordFields, sources: Sources | null) {
    this.#fields = fields
    this.topic = fields[0]
    this.partition = fields[1]
    this.offset = fields[2]
    this.timestamp = fields[3]
    this.sources = sources
  }

  get keyText(): string | null {
    return (this.#fields[6] & 1) === 0 ? this.#fields[4] : null
  }

  get valueText(): string | null {
    return (this.#fields[6] & 2) === 0 ? this.#fields[5] : null
  }

  get key(): unknown {
    if ((this.#opened & 1) === 0) this.key = readPart(this.#fields[4], (this.#fields[6] & 1) !== 0, /^\s*[[{]/, this.sources)
    return this.#key
  }

  set key(key: unknown) {
    this.#opened |= 1
    this.#key = key
  }

  get value(): unknown {
    if ((this.#opened & 2) === 0) this.value = readPart(this.#fields[5], (this.#fields[6] & 2) !== 0, /^\s*[[{\d\-tf]/, this.sources)
    return this.#value
  }

  set value(value: unknown) {
    this.#opened |= 2
    this.#value = value
  }

  /** The last one of each name. */
  get headers(): Record<string, unknown> {
    if (this.#headers === undefined) {
      const headers = Object.create(null) as Record<string, unknown>
      for (const { key, value } of this.headerList) headers[key] = value
      this.#headers = headers
    }
    return this.#headers
  }

  set headers(headers: Record<string, unknown>) {
    this.#headers = headers
  }

  /** All of them, in order. */
  get headerList(): HeaderPair[] {
    this.#headerList ??= headerPairs(this.#fields[7])
    return this.#headerList
  }

  set headerList(headers: HeaderPair[]) {
    this.#headerList = headers
  }
}

function headerPairs(headersJson: string): HeaderPair[] {
  return (JSON.parse(headersJson) as [string, GuestPart][]).map(([key, value]) => ({ key, value: Array.isArray(value) ? new Bytes(value[0]) : value }))
}

/** A list that the function has changed is what it says; else what it did to headers by their names. */
function changedHeaders({ headers, headerList }: Partial<GuestRecord>, original: GuestRecord, sources: Sources): [string, GuestPart][] {
  const listed = (list: readonly HeaderPair[]): [string, GuestPart][] => list.map(({ key, value }) => [String(key), writtenPart(value, sources, '')])
  checkHeaders(headers, headerList)
  const before = listed(original.headerList)
  const after = headerList === undefined ? before : listed(headerList)
  if (headers === undefined || JSON.stringify(after) !== JSON.stringify(before)) return after
  return headersByName(original.headerList, headers, sources)
}

/** What has another shape says nothing of the headers, and taking it for none would lose them all. */
function checkHeaders(headers: unknown, headerList: unknown): void {
  if (headers !== undefined && (typeof headers !== 'object' || headers === null || !['[object Object]', '[object Null]'].includes(Object.prototype.toString.call(headers)) || headers instanceof Bytes)) {
    throw new TypeError('headers is an object by name; a list goes into headerList.')
  }
  if (headerList === undefined) return
  const isList = Array.isArray(headerList) && headerList.every((pair: unknown) => typeof pair === 'object' && pair !== null && typeof (pair as HeaderPair).key === 'string' && (pair as HeaderPair).value !== undefined)
  if (!isList) throw new TypeError('headerList is a list of { key, value }; an object by name goes into headers.')
}

/** Taken away, changed (the last one of its name), added at the end. */
function headersByName(list: readonly HeaderPair[], named: Record<string, unknown>, sources: Sources): [string, GuestPart][] {
  const lastAt = new Map(list.map(({ key }, index) => [key, index]))
  const kept = list.map(({ key, value }, index): [string, unknown] => [key, named[key] === undefined || lastAt.get(key) === index ? named[key] : value]).filter(([, value]) => value !== undefined)
  const added = Object.keys(named).filter((key) => !lastAt.has(key) && named[key] !== undefined)
  return [...kept, ...added.map((key): [string, unknown] => [key, named[key]])].map(([key, value]) => [key, writtenPart(value, sources, '')])
}

/** What the function made of the record: parts that are as they were are left out. */
function answerOf(returned: unknown, record: GuestRecord, fields: GuestRecordFields, sources: Sources): GuestAnswer {
  if (returned === null || returned === false) return { kind: 'left-out' }
  const changed = returned === undefined || returned === true ? record : returned
  if (typeof changed !== 'object') throw new TypeError(`It returned a ${typeof changed}; it should return the record, or null to leave it out.`)
  if (typeof (changed as { then?: unknown }).then === 'function') throw new TypeError('It returned a promise; it should return the record itself.')
  const parts = changed as Partial<GuestRecord>
  const mapped: GuestAnswer & { kind: 'mapped' } = { kind: 'mapped' }
  const original = new GuestRecord(fields, sources)
  for (const part of ['key', 'value'] as const) {
    if (parts[part] === undefined) continue
    const indent = indentOf(part === 'key' ? fields[4] : fields[5])
    const written = writtenPart(parts[part], sources, indent)
    if (JSON.stringify(written) !== JSON.stringify(writtenPart(original[part], sources, indent))) mapped[part] = written
  }
  const headers = changedHeaders(parts, original, sources)
  if (JSON.stringify(headers) !== fields[7]) mapped.headers = headers
  return placed(mapped, parts, record)
}

function placed(mapped: GuestAnswer & { kind: 'mapped' }, parts: { topic?: unknown; partition?: unknown; timestamp?: unknown }, record: GuestRecord): GuestAnswer {
  const { topic, partition, timestamp } = parts
  if (topic !== undefined && topic !== record.topic) mapped.topic = `${topic as string}`
  if (partition !== undefined && partition !== record.partition) mapped.partition = partition === null ? null : wholeNumber('partition', partition)
  if (timestamp !== undefined && timestamp !== record.timestamp) mapped.timestampMs = wholeNumber('timestamp', timestamp)
  return mapped
}

function wholeNumber(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new TypeError(`The ${name} it returned is ${String(value)}; it should be a whole number.`)
}

function failureOf(error: unknown): FunctionFailure {
  try {
    if (!(error instanceof Error)) return { message: `It threw ${String(error)}`.slice(0, 500), line: null }
    // What the first word does counts as done by the line before it, which has no number.
    const place = /function\.js(?::(\d+))?/.exec(String(error.stack))
    return { message: `${error.name}: ${error.message}`.slice(0, 500), line: place === null ? null : Math.max(1, Number(place[1] ?? 1)) }
  } catch {
    return { message: 'It threw something that cannot be shown.', line: null }
  }
}

type PersonsFunction = (...parts: unknown[]) => unknown

/** `names`: the parts that the text mentions, as one text. `repeatable` is handed in: a build gives what is imported another name. An expression that gives a function is that function, of the record. */
function guestOf(written: PersonsFunction, names: string, repeatable: typeof repeatableRealm): Guest {
  let own: ((record: GuestRecord) => unknown) | null = null
  const has = (name: string): boolean => names.split(' ').includes(name)
  const [hasKey, hasValue, hasHeaders, hasKeyText, hasValueText] = ['key', 'value', 'headers', 'keyText', 'valueText'].map(has)
  let begin: ((moment: RecordMoment) => void) | null = null
  const call = (record: GuestRecord): unknown => {
    if (own !== null) return own(record)
    const { topic, partition, offset, timestamp } = record
    const headers = hasHeaders ? record.headers : undefined
    const texts = [hasKeyText ? record.keyText : undefined, hasValueText ? record.valueText : undefined]
    const returned = written(record, hasKey ? record.key : undefined, hasValue ? record.value : undefined, headers, texts[0], texts[1], topic, partition, offset, timestamp)
    if (typeof returned !== 'function') return returned
    // What changes records is made anew for each: variables around the function would make it depend on the records before.
    if (begin === null) own = returned as (record: GuestRecord) => unknown
    return (returned as (record: GuestRecord) => unknown)(record)
  }
  return {
    test(...fields) {
      try {
        const returned = call(new GuestRecord(fields, null))
        if (typeof returned === 'object' && returned !== null && typeof (returned as { then?: unknown }).then === 'function') throw new TypeError('It returned a promise; it should return true or false.')
        return Boolean(returned)
      } catch (error) {
        return JSON.stringify(failureOf(error))
      }
    },
    map(moment, ...fields) {
      try {
        begin ??= repeatable([GuestRecord, Bytes])
        begin(moment)
        const sources: Sources = new WeakMap()
        const record = new GuestRecord(fields, sources)
        return JSON.stringify(answerOf(call(record), record, fields, sources))
      } catch (error) {
        return JSON.stringify({ kind: 'failed', ...failureOf(error) })
      }
    },
  }
}

const PIECES = [
  ...REALM_PIECES, Bytes, parseJson, jsonOf, readPart, writtenPart, indentOf, GuestRecord, headerPairs, changedHeaders, checkHeaders, headersByName, answerOf, placed, wholeNumber, failureOf, guestOf,
]

/** A build may have taken the name out of a class. */
const DECLARED = PIECES.map((piece) => `const ${piece.name} = ${String(piece)}`).join('\n')

/** Evaluates to `guestOf` of the function and the names. Only `Bytes` is there for the person's function too. */
export const GUEST_SOURCE = `(function () { 'use strict';\n${DECLARED}\nglobalThis.Bytes = ${Bytes.name};\nreturn (written, names) => ${guestOf.name}(written, names, ${repeatableRealm.name}) })()`
