// When the records of a partition arrived, by the clock of delays: for those of this run exactly, for older ones by the time stamped on them.

interface Arrival {
  /** Of the first records that share it; they are taken for as late as the last. */
  readonly firstMs: number
  endOffset: number
  atMs: number
}

/** Records that arrive closer together than this share an entry. */
const GRAIN_MS = 20

export class Arrivals {
  readonly #startedMs: number
  /** What was there when this run began: below it only stamps tell. */
  readonly #firstOffset: number
  #entries: Arrival[] = []

  constructor(startedMs: number, firstOffset: number) {
    this.#startedMs = startedMs
    this.#firstOffset = firstOffset
  }

  get size(): number {
    return this.#entries.length
  }

  /** Everything below `endOffset` that was not noted before arrived now. */
  note(endOffset: number, nowMs: number): void {
    const last = this.#entries.at(-1)
    if (endOffset <= (last?.endOffset ?? this.#firstOffset)) return
    if (last === undefined || nowMs - last.firstMs >= GRAIN_MS) this.#entries.push({ firstMs: nowMs, endOffset, atMs: nowMs })
    else {
      last.endOffset = endOffset
      last.atMs = nowMs
    }
  }

  /** A stamp of the future says that the clock was set back since: it counts from the start of this run. Infinity = it has just come and was not noted yet. */
  of(offset: number, stampMs: number): number {
    if (offset < this.#firstOffset) return Math.min(stampMs, this.#startedMs)
    return this.#entryOf(offset)?.atMs ?? Number.POSITIVE_INFINITY
  }

  /** Nobody asks for what lies below any more. */
  forget(beforeOffset: number): void {
    let count = 0
    while (count < this.#entries.length - 1 && this.#entries[count]!.endOffset <= beforeOffset) count++
    if (count > 64 || count === this.#entries.length - 1) this.#entries.splice(0, count)
  }

  #entryOf(offset: number): Arrival | undefined {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#entries[middle]!.endOffset > offset) high = middle
      else low = middle + 1
    }
    return this.#entries[low]
  }
}
