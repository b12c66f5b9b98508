// A person's function in a context of its own, inside a worker thread: only texts and numbers go in and come out, so that nothing of ours is reachable.
import { isUtf8 } from 'node:buffer'
import { createContext, runInContext } from 'node:vm'
import { type FunctionScript, functionScriptOf } from './function-text.ts'
import { mentionedMembers, membersText } from './json-members.ts'
import type { RecordMoment } from './repeatable-realm.ts'
import { type FunctionFailure, type Guest, GUEST_SOURCE, type GuestAnswer, type GuestPart } from './guest.ts'

/** A record as the function gets it. */
export interface SandboxRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[]
}

/** `nowMs` and `seed`: all that the function knows of time and chance. The same record is mapped to the same always. */
export interface RecordToMap extends SandboxRecord, RecordMoment {}

/** What the function made of a record. A part that is left out is as it was, to the byte; a partition of null is chosen by the key. */
export type MapOutcome =
  | {
      readonly kind: 'mapped'
      readonly key?: Uint8Array | null
      readonly value?: Uint8Array | null
      readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[]
      readonly topic?: string
      readonly partition?: number | null
      readonly timestampMs?: number
    }
  /** The function returned null or false. */
  | { readonly kind: 'left-out' }
  | ({ readonly kind: 'failed' } & FunctionFailure)

/** Nothing that could reach out, wait, or hold memory that the limit does not see. */
const TAKEN_AWAY = [
  'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'WeakRef', 'FinalizationRegistry', 'console',
]

export class GuestFunction {
  readonly #guest: Guest
  readonly #script: FunctionScript
  readonly #isOwnFunction: boolean
  /** All that the function can see of a value that is a JSON object; null = everything. */
  readonly #members: readonly Buffer[] | null

  /** Throws FunctionTextError. */
  constructor(text: string) {
    this.#script = functionScriptOf(text)
    this.#members = mentionedMembers(text)
    this.#isOwnFunction = /=>|\bfunction\b|\barguments\b/.test(text)
    // What waits, waits in a queue of the context's own that nobody runs: there is no "later" for it.
    // Rejected: an ordinary context (DONT_CONTEXTIFY). V8 compiles some of its endless loops so that nothing ends them any more.
    const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' })
    runInContext(TAKEN_AWAY.map((name) => `delete globalThis.${name};`).join(''), context)
    const guestOf = runInContext(GUEST_SOURCE, context) as (written: unknown, names: string) => Guest
    this.#guest = guestOf(this.#script.script.runInContext(context), [...this.#script.names].join(' '))
  }

  /** Whether the function says yes; a failure where it cannot tell. */
  test(record: SandboxRecord): boolean | FunctionFailure {
    const { names } = this.#script
    // A function of its own, or one that takes the record as a whole, may look at anything.
    const hasAll = names.has('record') || this.#isOwnFunction
    const key = hasAll || names.has('key') || names.has('keyText') ? partOf(record.key) : null
    const value = hasAll || names.has('value') || names.has('valueText') ? partOf(record.value, this.#members) : null
    const headersJson = hasAll || names.has('headers') ? headersJsonOf(record.headers) : '[]'
    const answer = this.#guest.test(record.topic, record.partition, record.offset, record.timestampMs, textOf(key), textOf(value), binaryBits(key, value), headersJson)
    return typeof answer === 'string' ? (JSON.parse(answer) as FunctionFailure) : answer
  }

  map({ nowMs, seed, topic, partition, offset, timestampMs, key, value, headers }: RecordToMap): MapOutcome {
    const [keyPart, valuePart] = [partOf(key), partOf(value)]
    const moment = { nowMs, seed }
    const answer = this.#guest.map(moment, topic, partition, offset, timestampMs, textOf(keyPart), textOf(valuePart), binaryBits(keyPart, valuePart), headersJsonOf(headers))
    return outcomeOf(JSON.parse(String(answer)) as GuestAnswer)
  }
}

function partOf(bytes: Uint8Array | null, members: readonly Buffer[] | null = null): GuestPart {
  if (bytes === null) return null
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isUtf8(buffer)) return [buffer.toString('base64')]
  return (members && membersText(buffer, members)) ?? buffer.toString('utf8')
}

function textOf(part: GuestPart): string | null {
  return typeof part === 'object' && part !== null ? part[0] : part
}

function binaryBits(key: GuestPart, value: GuestPart): number {
  return (Array.isArray(key) ? 1 : 0) | (Array.isArray(value) ? 2 : 0)
}

function headersJsonOf(headers: SandboxRecord['headers']): string {
  return headers.length === 0 ? '[]' : JSON.stringify(headers.map(({ key, value }) => [key, partOf(value)]))
}

function outcomeOf(answer: GuestAnswer): MapOutcome {
  if (answer.kind !== 'mapped') return answer
  const { key, value, headers, ...places } = answer
  return {
    ...places,
    ...(key === undefined ? {} : { key: bytesOf(key) }),
    ...(value === undefined ? {} : { value: bytesOf(value) }),
    ...(headers === undefined ? {} : { headers: headers.map(([name, part]) => ({ key: name, value: bytesOf(part) })) }),
  }
}

function bytesOf(part: GuestPart): Uint8Array | null {
  if (part === null) return null
  return typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part[0], 'base64')
}
