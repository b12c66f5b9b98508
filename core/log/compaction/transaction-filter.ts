// Walks a log in offset order and knows of each batch whether its transaction was aborted, and of each marker whether anything is left of its transaction.

export interface AbortedRange {
  readonly producerId: number
  readonly firstOffset: number
}

export class TransactionFilter {
  /** Not reached yet, sorted by their first offset. */
  readonly #ahead: readonly AbortedRange[]
  #next = 0
  /** Producers inside an aborted transaction, and whether a batch of it was met. */
  readonly #aborting = new Map<number, { hasData: boolean }>()
  /** Producers of which a batch of a transaction was met that was not aborted. */
  readonly #committing = new Set<number>()

  constructor(aborted: readonly AbortedRange[]) {
    this.#ahead = aborted
  }

  /** Takes note of a transactional batch of records; true when they were aborted. */
  isAborted(producerId: number, lastOffset: number): boolean {
    this.#reach(lastOffset)
    const transaction = this.#aborting.get(producerId)
    if (transaction) transaction.hasData = true
    else this.#committing.add(producerId)
    return transaction !== undefined
  }

  /** Takes note of a marker; true when no batch of its transaction was met. */
  isOrphan(marker: { readonly producerId: number; readonly isCommit: boolean }, offset: number): boolean {
    this.#reach(offset)
    const { producerId } = marker
    if (marker.isCommit) return !this.#committing.delete(producerId)
    const hasData = this.#aborting.get(producerId)?.hasData ?? false
    this.#aborting.delete(producerId)
    return !hasData
  }

  #reach(offset: number): void {
    while (this.#next < this.#ahead.length && this.#ahead[this.#next]!.firstOffset <= offset) {
      this.#aborting.set(this.#ahead[this.#next++]!.producerId, { hasData: false })
    }
  }
}
