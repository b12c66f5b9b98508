// What became of the transactions that fetched batches belong to, found out as a consumer of committed records does.
import { type BatchHeader, batches, isControl, isTransactional, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { decodeRecords } from '../protocol/records/record.ts'

/** `unknown`: what was fetched does not tell. */
export type TransactionOutcome = 'committed' | 'aborted' | 'open' | 'unknown'

export interface AbortedTransaction {
  readonly producerId: number
  /** Of its first record in the partition. */
  readonly firstOffset: number
}

/** Of one of the batches that were fetched; null where it is in no transaction. */
export type OutcomeOf = (batch: BatchHeader) => TransactionOutcome | null

/** Whole batches, with what became of their transactions. */
export interface FetchedBatches {
  readonly bytes: Buffer
  readonly outcomeOf: OutcomeOf
}

/** Of batches before the last stable offset: all is decided there, and the broker names what was aborted. */
export function decidedOutcomes(bytes: Buffer, aborted: readonly AbortedTransaction[]): OutcomeOf {
  const begun = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  const aborting = new Set<number>()
  const outcomes = new Map<number, TransactionOutcome>()
  let next = 0
  for (const { header } of aborted.length === 0 ? [] : batches(bytes)) {
    const { producerId, baseOffset, attributes } = header
    for (; next < begun.length && begun[next]!.firstOffset <= lastOffsetOf(header); next++) aborting.add(begun[next]!.producerId)
    if (isControl(attributes)) aborting.delete(producerId)
    else if (aborting.has(producerId)) outcomes.set(baseOffset, 'aborted')
  }
  return ({ attributes, baseOffset }) => (isTransactional(attributes) ? (outcomes.get(baseOffset) ?? 'committed') : null)
}

/** Of batches from the last stable offset on: only the markers among them tell. `endOffset`: that of the partition, as it was then. */
export function undecidedOutcomes(bytes: Buffer, endOffset: number): OutcomeOf {
  const outcomes = new Map<number, TransactionOutcome>()
  const waiting = new Map<number, number[]>()
  let nextOffset = -1
  for (const { at, header } of batches(bytes)) {
    const { producerId, baseOffset, attributes } = header
    nextOffset = lastOffsetOf(header) + 1
    if (isControl(attributes)) {
      for (const offset of waiting.get(producerId) ?? []) outcomes.set(offset, isCommit(bytes, at, header) ? 'committed' : 'aborted')
      waiting.delete(producerId)
    } else if (isTransactional(attributes)) push(waiting, producerId, baseOffset)
  }
  const otherwise = nextOffset >= endOffset ? 'open' : 'unknown'
  return ({ attributes, baseOffset }) => (isTransactional(attributes) ? (outcomes.get(baseOffset) ?? otherwise) : null)
}

/** The key of a marker: a version, then 0 for an abort and 1 for a commit. */
function isCommit(bytes: Buffer, at: number, header: BatchHeader): boolean {
  const key = decodeRecords(bytes, at, header)[0]?.key
  return key !== null && key !== undefined && key.length >= 4 && key.readInt16BE(2) === 1
}

function push(waiting: Map<number, number[]>, producerId: number, offset: number): void {
  const offsets = waiting.get(producerId)
  if (offsets) offsets.push(offset)
  else waiting.set(producerId, [offset])
}
