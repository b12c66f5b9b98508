// Reads typed fields out of headers for a dialect: the newest occurrence or all of them, and collects what could not be read.
import type { FailureHop } from '../failure.ts'
import type { Newest } from './dialect.ts'
import { type NumberEncoding, type Read, readNumber, readText } from './encodings.ts'
import type { HeaderView } from './header-view.ts'

/** More occurrences than this are not told apart: the oldest are left out. */
const MAX_OCCURRENCES = 200
const MAX_ISSUES = 20

export interface PlaceHeaders {
  readonly topic: string
  readonly partition?: string
  readonly offset?: string
  readonly timestamp?: string
  readonly encodings: { readonly partition: NumberEncoding; readonly offset: NumberEncoding; readonly timestamp: NumberEncoding }
}

export class HeaderFields {
  readonly view: HeaderView
  readonly issues: string[] = []
  readonly #newest: Newest

  constructor(view: HeaderView, newest: Newest) {
    this.view = view
    this.#newest = newest
  }

  /** The newest, or undefined where there is none, it is null, or it is not text. */
  text(name: string): string | undefined {
    return this.#newestOf(name, (bytes) => readText(bytes))
  }

  /** As `text`; an empty one says nothing. */
  word(name: string): string | undefined {
    return this.text(name) || undefined
  }

  number(name: string, encoding: NumberEncoding): number | undefined {
    return this.#newestOf(name, (bytes) => readNumber(bytes, encoding))
  }

  /** A number that cannot be below zero: a partition, an offset, a count. */
  count(name: string, encoding: NumberEncoding): number | undefined {
    return this.#atLeastZero(name, this.number(name, encoding))
  }

  /** Milliseconds since the epoch; -1 is Kafka's word for none. */
  time(name: string, encoding: NumberEncoding): number | undefined {
    return this.#time(name, this.number(name, encoding))
  }

  times(name: string, encoding: NumberEncoding): (number | undefined)[] {
    return this.#oldestFirst(name).map((bytes) => this.#time(name, this.#read(name, bytes, (value) => readNumber(value, encoding))))
  }

  numbers(name: string, encoding: NumberEncoding): (number | undefined)[] {
    return this.#oldestFirst(name).map((bytes) => this.#read(name, bytes, (value) => readNumber(value, encoding)))
  }

  /** Places written by one set of headers per hop; sets that are not complete are matched from the newest on. Oldest first. */
  places({ topic, partition, offset, timestamp, encodings }: PlaceHeaders): FailureHop[] {
    const topics = this.#oldestFirst(topic).map((bytes) => this.#read(topic, bytes, readText) || undefined)
    const partitions = partition === undefined ? [] : this.numbers(partition, encodings.partition).map((value) => this.#partition(partition, value))
    const offsets = offset === undefined ? [] : this.numbers(offset, encodings.offset).map((value) => this.#atLeastZero(offset, value))
    const times = timestamp === undefined ? [] : this.times(timestamp, encodings.timestamp)
    return topics.flatMap((name, index) => {
      if (name === undefined) return []
      const back = topics.length - index
      return [defined<FailureHop>({ topic: name, partition: partitions.at(-back), offset: offsets.at(-back), at: times.at(-back) })]
    })
  }

  /** `what` follows the header's name: `holds 3 bytes instead of 4`. */
  issue(name: string, what: string): void {
    if (this.issues.length < MAX_ISSUES) this.issues.push(`The header "${name.slice(0, 200)}" ${what}.`)
  }

  #newestOf<T>(name: string, read: (bytes: Buffer) => Read<T>): T | undefined {
    const values = this.view.all(name)
    return this.#read(name, (this.#newest === 'last' ? values.at(-1) : values[0]) ?? null, read)
  }

  #read<T>(name: string, bytes: Buffer | null, read: (bytes: Buffer) => Read<T>): T | undefined {
    if (bytes === null) return undefined
    const result = read(bytes)
    if ('value' in result) return result.value
    this.issue(name, result.issue)
    return undefined
  }

  #oldestFirst(name: string): (Buffer | null)[] {
    const values = this.view.all(name)
    return this.#newest === 'last' ? values.slice(-MAX_OCCURRENCES) : values.slice(0, MAX_OCCURRENCES).toReversed()
  }

  #atLeastZero(name: string, value: number | undefined): number | undefined {
    if (value === undefined || value >= 0) return value
    this.issue(name, `holds ${value}, which is negative`)
    return undefined
  }

  #partition(name: string, value: number | undefined): number | undefined {
    if (value === undefined || value <= 0x7fffffff) return this.#atLeastZero(name, value)
    this.issue(name, `holds ${value}, which is no partition`)
    return undefined
  }

  #time(name: string, value: number | undefined): number | undefined {
    if (value === -1) return undefined
    if (value === undefined || value <= 8.64e15) return this.#atLeastZero(name, value)
    this.issue(name, `holds ${value}, which is no time`)
    return undefined
  }
}

/** Without the fields that are undefined: absent means not known. */
export function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) out[name] = value
  return out as T
}
