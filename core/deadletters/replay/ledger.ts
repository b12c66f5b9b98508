// What became of every item of every job, and which records were sent to which targets before: rows that are written together with what they tell of.
import { createHash } from 'node:crypto'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type LedgerRow, ledgerTable, type ReplayedRow, replayedTable } from '../../storage/workbench-tables.ts'
import { isFileLine, type ItemSource } from './plan.ts'

export interface LedgerTarget {
  readonly clusterId: string
  readonly topic: string
}

/** Whether and when this record was sent to this target, or may have been; undefined where it was not. */
export function replayedBefore(store: WorkbenchStore, source: ItemSource, target: LedgerTarget): ReplayedRow | undefined {
  return store.get(replayedTable, replayedKey(source, target))
}

/** A row of the ledger, and for what was sent or may have been, the mark that keeps other plans from sending it again. */
export function ledgerWrites(jobId: string, index: number, row: LedgerRow, source: ItemSource, clusterId: string): Write[] {
  const entry = ledgerTable.put({ jobId, index }, row)
  if (row.state !== 'SENT' && row.state !== 'INDOUBT') return [entry]
  return [entry, replayedTable.put(replayedKey(source, { clusterId, topic: row.topic }), { jobId, index, state: row.state, atMs: row.atMs })]
}

/** It turned out that it was not sent. */
export function forgetReplayed(store: WorkbenchStore, jobId: string, source: ItemSource, target: LedgerTarget): Write[] {
  const key = replayedKey(source, target)
  return store.get(replayedTable, key)?.jobId === jobId ? [replayedTable.remove(key)] : []
}

/** The rows of a job with fromIndex <= index < untilIndex, in order; return false to stop. */
export function visitLedger(store: WorkbenchStore, jobId: string, fromIndex: number, untilIndex: number, visit: (index: number, row: LedgerRow) => boolean | void): void {
  store.visit(ledgerTable, { jobId, index: fromIndex }, { jobId, index: untilIndex }, ({ index }, row) => visit(index, row))
}

/** A record and where it goes to, as one text. */
export function replayedKey(source: ItemSource, { clusterId, topic }: LedgerTarget): string {
  const from = isFileLine(source) ? ['file', source.file, source.line] : [source.clusterId, source.topicId, source.partition, source.offset]
  return createHash('sha256').update(JSON.stringify([...from, clusterId, topic])).digest('base64url').slice(0, 22)
}
