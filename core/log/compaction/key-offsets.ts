// The newest offset of each key in a stretch of log, in bounded memory: once it is full, a pass of compaction ends where it got to.

/** What the map keeps of an entry besides its key. */
const ENTRY_BYTES = 96

export class KeyOffsets {
  readonly #offsets = new Map<string, number>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get size(): number {
    return this.#offsets.size
  }

  get isFull(): boolean {
    return this.#bytes >= this.#maxBytes
  }

  /** Keys come in the order of their offsets. */
  note(bytes: Buffer, at: number, length: number, offset: number): void {
    const key = bytes.toString('latin1', at, at + length)
    const { size } = this.#offsets
    this.#offsets.set(key, offset)
    if (this.#offsets.size > size) this.#bytes += ENTRY_BYTES + length
  }

  /** True when the stretch holds a newer record of the same key. */
  isSuperseded(bytes: Buffer, at: number, length: number, offset: number): boolean {
    const newest = this.#offsets.get(bytes.toString('latin1', at, at + length))
    return newest !== undefined && newest > offset
  }
}
