// Collects records for the logs they go to, and appends them as batches to one unit.
import { AppendError } from '../log/append-error.ts'
import type { PartitionLog, PendingUnit } from '../log/partition-log.ts'
import { encodeBatch, type RecordSpec } from '../protocol/records/record-batch.ts'

const PRODUCE_VERSION = 12
const MAX_BATCH_BYTES = 256 * 1024
const BATCH_BYTES = 61
/** Lengths, deltas and attributes of a record, and the two lengths of a header, at most. */
const RECORD_BYTES = 40
const HEADER_BYTES = 10

/** Why the log would refuse this record now and always, or null. */
export function refusalOf(log: PartitionLog, spec: RecordSpec): string | null {
  const { isCompacted, maxMessageBytes, segmentBytes } = log.configs
  if (isCompacted && spec.key === null) return 'it has no key, and the topic is compacted'
  const limit = Math.min(maxMessageBytes, segmentBytes)
  if (roughBytes(spec) <= limit) return null
  const bytes = encodeBatch({ records: [spec] }).length
  return bytes <= limit ? null : `it has ${bytes} bytes with its headers, and the topic takes ${limit} (max.message.bytes)`
}

/** Never less than what it takes in a batch of its own. */
function roughBytes({ key, value, headers = [] }: RecordSpec): number {
  let bytes = BATCH_BYTES + RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0)
  for (const header of headers) bytes += HEADER_BYTES + 3 * header.key.length + (header.value?.length ?? 0)
  return bytes
}

export class Outgoing<T> {
  readonly #byLog = new Map<PartitionLog, { spec: RecordSpec; of: T }[]>()

  add(log: PartitionLog, spec: RecordSpec, of: T): void {
    const waiting = this.#byLog.get(log)
    if (waiting) waiting.push({ spec, of })
    else this.#byLog.set(log, [{ spec, of }])
  }

  /** Appends all of them; what a log refuses all the same is told, and not part of the unit. */
  appendTo(unit: PendingUnit, refused: (of: T, error: AppendError) => void): void {
    for (const [log, waiting] of this.#byLog) {
      for (const run of batchesOf(log, waiting)) {
        try {
          log.append(encodeBatch({ records: run.map(({ spec }) => spec) }), { produceVersion: PRODUCE_VERSION }, unit)
        } catch (error) {
          if (!(error instanceof AppendError)) throw error
          for (const { of } of run) refused(of, error)
        }
      }
    }
  }
}

function* batchesOf<R extends { readonly spec: RecordSpec }>({ configs }: PartitionLog, records: readonly R[]): Generator<R[]> {
  const limit = Math.min(MAX_BATCH_BYTES, configs.maxMessageBytes, configs.segmentBytes)
  let run: R[] = []
  let bytes = 0
  for (const record of records) {
    const size = roughBytes(record.spec)
    if (run.length > 0 && bytes + size > limit) {
      yield run
      run = []
      bytes = 0
    }
    run.push(record)
    bytes += size
  }
  if (run.length > 0) yield run
}
