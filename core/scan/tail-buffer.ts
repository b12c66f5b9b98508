// What a tail has read and its reader has not taken yet: bounded, and honest about what did not fit.

export interface TailBatch<T> {
  /** In the order in which they were read. */
  readonly rows: T[]
  /** Found records left out since the last batch because the reader was slower than the topic. */
  readonly droppedFromView: number
  /** Records read since the tail began. */
  readonly received: number
  /** Of these, how many were found to be what was asked for. */
  readonly matched: number
  /** Next offset of each partition that moved since the last batch. */
  readonly positions: { partition: number; offset: number }[]
  /** Partitions that cannot be read at the moment. */
  readonly errors: { partition: number; message: string }[]
}

/** What was read of a partition at once. */
export interface TailArrival<R, T> {
  readonly partition: number
  readonly received: number
  /** In order. */
  readonly found: readonly R[]
  readonly nextOffset: number
  readonly project: (record: R) => T
}

/** A row that nobody has taken yet; where its partition would be read on if its reader were lost now. */
interface Waiting<T> {
  readonly partition: number
  readonly offset: number
  readonly row: T
}

export class TailBuffer<T> {
  readonly #maxRows: number
  readonly #maxBatchRows: number
  readonly #positions = new Map<number, number>()
  readonly #errors = new Map<number, string>()
  #waiting: Waiting<T>[] = []
  #dropped = 0
  #received = 0
  #matched = 0
  #hasNews = true
  #isClosed = false
  #wake: () => void = () => {}

  /** A burst waits here, up to `maxRows`, and is handed out in batches of up to `maxBatchRows`. */
  constructor(maxRows: number, maxBatchRows: number) {
    this.#maxRows = maxRows
    this.#maxBatchRows = maxBatchRows
  }

  /** Only the newest `maxRows` are kept; `project` is not called for records that have no place. */
  add<R extends { readonly offset: bigint }>({ partition, received, found, nextOffset, project }: TailArrival<R, T>): void {
    this.#received += received
    this.#matched += found.length
    const fitting = found.slice(-this.#maxRows)
    for (const record of fitting) this.#waiting.push({ partition, offset: Number(record.offset), row: project(record) })
    const excess = Math.max(0, this.#waiting.length - this.#maxRows)
    if (excess > 0) this.#waiting.splice(0, excess)
    this.#dropped += found.length - fitting.length + excess
    this.#positions.set(partition, nextOffset)
    this.#errors.delete(partition)
    this.#tell()
  }

  moveTo(partition: number, offset: number): void {
    this.#positions.set(partition, offset)
    this.#tell()
  }

  fail(partition: number, message: string): void {
    if (this.#errors.get(partition) === message) return
    this.#errors.set(partition, message)
    this.#tell()
  }

  recover(partition: number): void {
    if (this.#errors.delete(partition)) this.#tell()
  }

  /** True when there is something to take, false when the buffer has been closed. */
  async news(): Promise<boolean> {
    if (!this.#hasNews && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve))
    return !this.#isClosed
  }

  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  take(): TailBatch<T> {
    const taken = this.#waiting.slice(0, this.#maxBatchRows)
    this.#waiting = this.#waiting.slice(taken.length)
    const left = this.#firstLeft()
    const batch: TailBatch<T> = {
      rows: taken.map(({ row }) => row),
      droppedFromView: this.#dropped,
      received: this.#received,
      matched: this.#matched,
      positions: Array.from(this.#positions, ([partition, offset]) => ({ partition, offset: left.get(partition) ?? offset })),
      errors: Array.from(this.#errors, ([partition, message]) => ({ partition, message })),
    }
    this.#dropped = 0
    for (const partition of [...this.#positions.keys()]) if (!left.has(partition)) this.#positions.delete(partition)
    this.#hasNews = this.#waiting.length > 0
    return batch
  }

  /** Of each partition with rows that wait, where they begin: a reader that comes back there misses none. */
  #firstLeft(): Map<number, number> {
    const left = new Map<number, number>()
    for (const { partition, offset } of this.#waiting) if (!left.has(partition)) left.set(partition, offset)
    return left
  }

  #tell(): void {
    this.#hasNews = true
    this.#wake()
  }
}
