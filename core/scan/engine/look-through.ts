// One look through fetched batches, as a worker thread does it.
import { Slices } from '../../base/slices.ts'
import type { Clock } from '../../base/clock.ts'
import type { ClientRecord } from '../../client/client-record.ts'
import type { TransactionOutcome } from '../../client/transaction-outcomes.ts'
import { type RecordTest, recordTestOf, type WalkTest } from '../predicate/record-test.ts'
import { RecordFilter } from '../record-filter.ts'
import type { RecordWalk } from '../record-walk.ts'
import { GuestFunction, type SandboxRecord } from '../sandbox/guest-context.ts'
import { foundRecord, type FoundRecord, type Look, type Looked, type Search } from './looking.ts'

/** A search made ready; functions keep what they have kept. */
export class Searcher {
  readonly #search: Search
  readonly #progress: Int32Array
  readonly #test: RecordTest | null
  #look: Look | null = null
  #filter: RecordFilter | null = null
  #item = -1

  /** `progress` is told which record a function is at. */
  constructor(search: Search, progress: Int32Array) {
    this.#search = search
    this.#progress = progress
    this.#test = search.predicate && recordTestOf(search.predicate, (text) => this.#javascriptTest(text))
  }

  async lookThrough(look: Look, clock: Clock, signal: AbortSignal): Promise<Looked> {
    const filter = new RecordFilter({ ...this.#search, test: this.#test }, new Slices(clock, signal))
    this.#look = look
    this.#filter = filter
    this.#item = -1
    const kept = new KeptRecords(look)
    const outcomes = new Map(look.outcomes)
    const bytes = Buffer.from(look.bytes.buffer, look.bytes.byteOffset, look.bytes.byteLength)
    const piece = { bytes, outcomeOf: ({ baseOffset }: { baseOffset: number }) => outcomes.get(baseOffset) ?? null }
    const { failed, ...filtered } = await filter.filter(piece, look.range, look.keep, (record, outcome) => kept.add(record, outcome))
    Atomics.store(this.#progress, 0, -1)
    const told = failed && { message: failed.error.message, endOffset: failed.endOffset }
    return { filtered: { ...filtered, failed: told, isCut: kept.isCut }, found: kept.records, ...filter.lookedAt }
  }

  #javascriptTest(text: string): WalkTest {
    const guest = new GuestFunction(text)
    const record = new WalkRecord(this.#search.topic)
    return (walk, partition) => {
      this.#item++
      Atomics.store(this.#progress, 0, this.#item)
      const stopped = this.#look!.passOver.get(this.#item)
      record.walk = walk
      record.partition = partition
      const answer = stopped === undefined ? guest.test(record) : { message: stopped, line: null }
      if (typeof answer === 'boolean') return answer
      this.#filter!.failed({ ...answer, partition, offset: walk.offset })
      return false
    }
  }
}

/** A record where it lies: only what the function mentions is taken out. */
class WalkRecord implements SandboxRecord {
  readonly topic: string
  walk!: RecordWalk
  partition = -1

  constructor(topic: string) {
    this.topic = topic
  }

  get offset(): number {
    return this.walk.offset
  }

  get timestampMs(): number {
    return Number(this.walk.timestamp)
  }

  get key(): Buffer | null {
    const { records, keyAt, keyBytes } = this.walk
    return keyBytes < 0 ? null : records.subarray(keyAt, keyAt + keyBytes)
  }

  get value(): Buffer | null {
    const { records, valueAt, valueBytes } = this.walk
    return valueBytes < 0 ? null : records.subarray(valueAt, valueAt + valueBytes)
  }

  get headers(): SandboxRecord['headers'] {
    const { walk } = this
    const headers: { key: string; value: Buffer | null }[] = []
    walk.visitHeaders((keyAt, keyBytes, valueAt, valueBytes) => {
      const value = valueBytes < 0 ? null : walk.records.subarray(valueAt, valueAt + valueBytes)
      headers.push({ key: walk.records.toString('utf8', keyAt, keyAt + keyBytes), value })
      return true
    })
    return headers
  }
}

class KeptRecords {
  readonly #look: Look
  #isCut = false
  #records: (readonly [FoundRecord, TransactionOutcome | null])[] = []

  constructor(look: Look) {
    this.#look = look
  }

  get records(): readonly (readonly [FoundRecord, TransactionOutcome | null])[] {
    return this.#records
  }

  get isCut(): boolean {
    return this.#isCut
  }

  add(record: ClientRecord, outcome: TransactionOutcome | null): boolean {
    const { which, count } = this.#look.keep
    if (which === 'first' && this.#records.length >= count) return false
    this.#records.push([foundRecord(record), outcome])
    if (which === 'last' && this.#records.length >= count * 2) {
      this.#records = this.#records.slice(-count)
      this.#isCut = true
    }
    return true
  }
}
