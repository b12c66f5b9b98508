// What travels between a reading and the worker threads that look through what it has fetched.
import type { ClientRecord } from '../../client/client-record.ts'
import type { FetchedBatches, TransactionOutcome } from '../../client/transaction-outcomes.ts'
import { batches } from '../../protocol/records/record-batch.ts'
import type { Predicate } from '../predicate/predicate.ts'
import type { FailedTest, Filtered, Keep, OffsetRange } from '../record-filter.ts'

/** As `Wanted`, but as plain data. */
export interface Search {
  readonly topic: string
  readonly predicate: Predicate | null
  readonly fromTimestamp: bigint | null
  readonly untilTimestamp: bigint | null
  readonly withAborted: boolean
}

export interface Look {
  /** The same for all of one reading: made ready once per thread. */
  readonly searchId: number
  readonly search: Search
  readonly bytes: Uint8Array
  /** By base offset, of the batches that are in a transaction. */
  readonly outcomes: readonly [number, TransactionOutcome][]
  readonly range: OffsetRange
  readonly keep: Keep
  /** Numbers of the records that a function was stopped on before, and why. */
  readonly passOver: ReadonlyMap<number, string>
}

export type LookMessage = Look | 'stop looking'

export interface FoundRecord extends Omit<ClientRecord, 'key' | 'value' | 'headers'> {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[]
}

export interface Looked {
  readonly filtered: Omit<Filtered, 'failed'> & { readonly failed: { readonly message: string; readonly endOffset: number } | null }
  readonly found: readonly (readonly [FoundRecord, TransactionOutcome | null])[]
  readonly records: number
  readonly hiddenRecords: number
  readonly failedTests: number
  readonly firstFailedTest: FailedTest | null
}

export function outcomesIn({ bytes, outcomeOf }: FetchedBatches): [number, TransactionOutcome][] {
  const outcomes: [number, TransactionOutcome][] = []
  for (const { header } of batches(bytes)) {
    const outcome = outcomeOf(header)
    if (outcome !== null) outcomes.push([header.baseOffset, outcome])
  }
  return outcomes
}

/** A copy of its own: a view would take along all that came with it. */
export function foundRecord(record: ClientRecord): FoundRecord {
  const own = (bytes: Buffer | null): Uint8Array | null => (bytes === null ? null : new Uint8Array(bytes))
  return { ...record, key: own(record.key), value: own(record.value), headers: record.headers.map(({ key, value }) => ({ key, value: own(value) })) }
}

export function clientRecord(found: FoundRecord): ClientRecord {
  const buffer = (bytes: Uint8Array | null): Buffer | null => (bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return { ...found, key: buffer(found.key), value: buffer(found.value), headers: found.headers.map(({ key, value }) => ({ key, value: buffer(value) })) }
}
