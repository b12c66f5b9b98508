// Transactions of one partition that readers must not pass yet: those still open, and those whose marker is not durable.

interface Ended {
  readonly firstOffset: number
  readonly markerOffset: number
}

export class UnstableTransactions {
  /** First offset by producer id, in the order of their offsets unless `#isOrdered` says otherwise. */
  #open = new Map<number, number>()
  #isOrdered = true
  /** In the order of their markers. */
  #ended: Ended[] = []

  /** Where the producer's open transaction begins, or undefined. */
  firstOffsetOf(producerId: number): number | undefined {
    return this.#open.get(producerId)
  }

  /** The producer writes here for the first time in its transaction; later writes change nothing. */
  begin(producerId: number, firstOffset: number): void {
    if (!this.#open.has(producerId)) this.#open.set(producerId, firstOffset)
  }

  /** As `begin`, in any order of offsets. */
  restore(producerId: number, firstOffset: number): void {
    this.#open.set(producerId, firstOffset)
    this.#isOrdered = false
  }

  /** The marker at `markerOffset` ends the producer's transaction; returns where that began, or undefined when there was none. */
  end(producerId: number, markerOffset: number): number | undefined {
    const firstOffset = this.#open.get(producerId)
    if (firstOffset === undefined) return undefined
    this.#open.delete(producerId)
    this.#ended.push({ firstOffset, markerOffset })
    return firstOffset
  }

  /** The first offset of all that readers may not pass while everything below `highWatermark` is durable; Infinity when there is none. */
  firstUnstableOffset(highWatermark: number): number {
    while (this.#ended.length > 0 && this.#ended[0]!.markerOffset < highWatermark) this.#ended.shift()
    let first = this.firstOpenOffset()
    for (const { firstOffset } of this.#ended) first = Math.min(first, firstOffset)
    return first
  }

  /** The first offset of all open transactions; Infinity when there is none. */
  firstOpenOffset(): number {
    if (!this.#isOrdered) {
      this.#open = new Map([...this.#open].sort(([, a], [, b]) => a - b))
      this.#isOrdered = true
    }
    return this.#open.values().next().value ?? Number.POSITIVE_INFINITY
  }

  clear(): void {
    this.#open.clear()
    this.#isOrdered = true
    this.#ended = []
  }
}
