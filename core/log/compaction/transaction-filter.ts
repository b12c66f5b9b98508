// Walks a log in offset order and knows of each batch whether its transaction was aborted, and of each marker whether anything is left of its transaction.

export interface AbortedRange {
  readonly producerId: number
  readonly firstOffset: number
  /** Of its marker, which the walk may miss: the log start may move past it meanwhile. */
  readonly lastOffset: number
}

export class TransactionFilter {
  /** Not reached yet, sorted by their first offset. */
  readonly #ahead: readonly AbortedRange[]
  #next = 0
  /** The latest aborted transaction of each producer that was reached, and whether a batch of it was met. */
  readonly #aborting = new Map<number, { readonly lastOffset: number; hasData: boolean }>()
  /** Producers of which a batch of a transaction was met that was not aborted. */
  readonly #committing = new Set<number>()

  constructor(aborted: readonly AbortedRange[]) {
    this.#ahead = aborted
  }

  /** Takes note of a transactional batch of records; true when they were aborted. */
  isAborted(producerId: number, lastOffset: number): boolean {
    const transaction = this.#abortedAt(producerId, lastOffset)
    if (transaction) transaction.hasData = true
    else this.#committing.add(producerId)
    return transaction !== undefined
  }

  /** Takes note of a marker; true when no batch of its transaction was met. */
  isOrphan(marker: { readonly producerId: number; readonly isCommit: boolean }, offset: number): boolean {
    const { producerId, isCommit } = marker
    if (isCommit) return !this.#committing.delete(producerId)
    return !(this.#abortedAt(producerId, offset)?.hasData ?? false)
  }

  #abortedAt(producerId: number, offset: number): { hasData: boolean } | undefined {
    while (this.#next < this.#ahead.length && this.#ahead[this.#next]!.firstOffset <= offset) {
      const { producerId: aborted, lastOffset } = this.#ahead[this.#next++]!
      this.#aborting.set(aborted, { lastOffset, hasData: false })
    }
    const transaction = this.#aborting.get(producerId)
    return transaction !== undefined && offset <= transaction.lastOffset ? transaction : undefined
  }
}
