// Writes dead letters into a file, and remembers which: what was exported may be purged.
import type { Clock } from '../../base/clock.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type ExportRecord, exportsTable } from '../../storage/workbench-tables.ts'
import type { FailureKey } from '../failure.ts'
import { CaseFileWriter } from './case-file.ts'
import { fetchRecords } from './fetch-records.ts'

export interface ExportPiece {
  readonly text: string
  readonly records: number
  /** With the last piece. */
  readonly done: { readonly exportId: string; readonly sha256: string } | null
}

export interface ExportContext {
  readonly cluster: ClusterConnection
  readonly clusterId: string
  readonly store: WorkbenchStore
  readonly clock: Clock
  readonly exportId: string
  readonly signal: AbortSignal
}

const BATCH_RECORDS = 200

/** What is not there any more is left out; `records` tells how many were written. */
export async function* exportCases(keys: readonly FailureKey[], { cluster, clusterId, store, clock, exportId, signal }: ExportContext): AsyncGenerator<ExportPiece> {
  const file = new CaseFileWriter()
  const runs = new Runs()
  const sorted = keys.toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition || a.offset - b.offset : a.topic < b.topic ? -1 : 1))
  yield { text: file.begin({ clusterId, createdAtMs: clock.now() }), records: 0, done: null }
  for (let from = 0; from < sorted.length; from += BATCH_RECORDS) {
    const batch = sorted.slice(from, from + BATCH_RECORDS)
    const found = await fetchRecords(cluster, batch, signal)
    const lines = found.map((answer, i) => {
      if (answer.missing !== null || answer.record.topicId !== batch[i]!.topicId) return ''
      runs.add(batch[i]!)
      return file.record(answer.record)
    })
    yield { text: lines.join(''), records: file.records, done: null }
  }
  const { text, sha256 } = file.end()
  await store.commit([exportsTable.put(exportId, { clusterId, sha256, records: file.records, atMs: clock.now(), offsets: runs.all })])
  yield { text, records: file.records, done: { exportId, sha256 } }
}

/** Whether a record is in an export. */
export function isExported({ offsets }: ExportRecord, { topicId, partition, offset }: Pick<FailureKey, 'topicId' | 'partition' | 'offset'>): boolean {
  const runs = offsets[`${topicId}/${partition}`] ?? []
  let [low, high] = [0, runs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = runs[middle]!
    if (offset < first) high = middle - 1
    else if (offset > last) low = middle + 1
    else return true
  }
  return false
}

/** Offsets as runs, per partition; they come in order. */
class Runs {
  readonly all: ExportRecord['offsets'] = {}

  add({ topicId, partition, offset }: FailureKey): void {
    const runs = (this.all[`${topicId}/${partition}`] ??= [])
    const last = runs.at(-1)
    if (last !== undefined && offset <= last[1] + 1) last[1] = Math.max(last[1], offset)
    else runs.push([offset, offset])
  }
}
