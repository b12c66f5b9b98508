// Which transactions of one partition were aborted, by the offsets of their markers: what a read_committed consumer has to skip (KIP-98).
import type { AbortedTransactionRecord } from '../storage/tables.ts'

export interface AbortedTransaction extends AbortedTransactionRecord {
  /** Where its abort marker is. */
  readonly lastOffset: number
}

export class AbortedTransactions {
  /** In the order of their markers. */
  #transactions: AbortedTransaction[] = []

  get size(): number {
    return this.#transactions.length
  }

  /** Markers come in the order of their offsets. */
  add(transaction: AbortedTransaction): void {
    this.#transactions.push(transaction)
  }

  clear(): void {
    this.#transactions = []
  }

  /** Those with data or a marker in [fromOffset, endOffset), sorted by their first offset. */
  between(fromOffset: number, endOffset: number): { producerId: number; firstOffset: number }[] {
    return this.rangesBetween(fromOffset, endOffset).map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
  }

  /** The same with their markers. */
  rangesBetween(fromOffset: number, endOffset: number): AbortedTransaction[] {
    const found: AbortedTransaction[] = []
    for (let i = this.#firstEndingAt(fromOffset); i < this.#transactions.length; i++) {
      const transaction = this.#transactions[i]!
      if (transaction.firstOffset < endOffset) found.push(transaction)
      if (transaction.lastStableOffset >= endOffset) break // whatever ended later began after everything that was asked for
    }
    return found.sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Forgets those that ended before `offset`; returns the offsets of their markers. */
  forgetBefore(offset: number): number[] {
    return this.#transactions.splice(0, this.#firstEndingAt(offset)).map(({ lastOffset }) => lastOffset)
  }

  /** Forgets those with these markers: compaction has left nothing of their records, and the markers may go. */
  forget(markerOffsets: readonly number[]): void {
    const gone = new Set(markerOffsets)
    this.#transactions = this.#transactions.filter(({ lastOffset }) => !gone.has(lastOffset))
  }

  #firstEndingAt(offset: number): number {
    let low = 0
    let high = this.#transactions.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#transactions[middle]!.lastOffset < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
