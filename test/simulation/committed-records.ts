// What a read_committed consumer makes of an answer, and that it is right: only committed records, none of an aborted transaction.
import { batches, isControl, isTransactional } from '../../core/protocol/records/record-batch.ts'
import type { LogModel } from './log-model.ts'
import { markerOf } from './log-model.ts'

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/** Base offsets of the batches that a consumer hands out: those of aborted transactions are left out, as Kafka's clients do it. */
export function* committedBatches(records: Buffer, fromOffset: number, aborted: readonly AbortedTransaction[]): Generator<number> {
  const waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  const abortedProducers = new Set<number>()
  for (const { at, header } of batches(records)) {
    const lastOffset = header.baseOffset + header.lastOffsetDelta
    while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffset) abortedProducers.add(waiting.shift()!.producerId)
    if (isControl(header.attributes)) {
      if (markerOf(records, at, header) === 'abort') abortedProducers.delete(header.producerId)
    } else if (lastOffset >= fromOffset && !(isTransactional(header.attributes) && abortedProducers.has(header.producerId))) yield header.baseOffset
  }
}

/** Whoever is handed a record of a transaction knows that it is committed. */
export function checkCommitted(log: LogModel, records: Buffer, fromOffset: number, aborted: readonly AbortedTransaction[]): void {
  const committed = new Set(committedBatches(records, fromOffset, aborted))
  for (const { at, header } of batches(records)) {
    const batch = committed.has(header.baseOffset) ? log.holding(records, at, header) : undefined
    batch?.transaction?.is('committed', `a read_committed consumer was given batch ${batch.id} at ${header.baseOffset} of ${log.title}`)
  }
}
