// Entries in byte order of their keys. Keys are latin1 text: its order is that of the bytes.

export class SortedEntries {
  readonly #keys: string[] = []
  readonly #values = new Map<string, Buffer>()
  bytes = 0

  get(key: string): Buffer | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: Buffer): void {
    const known = this.#values.get(key)
    if (known === undefined) this.#keys.splice(this.#at(key), 0, key)
    this.bytes += value.length - (known?.length ?? -key.length)
    this.#values.set(key, value)
  }

  delete(key: string): void {
    const known = this.#values.get(key)
    if (known === undefined) return
    this.#keys.splice(this.#at(key), 1)
    this.#values.delete(key)
    this.bytes -= known.length + key.length
  }

  /** start <= key < end, as they are now. */
  range(start: Buffer, end: Buffer): [string, Buffer][] {
    const found: [string, Buffer][] = []
    const last = end.toString('latin1')
    for (let at = this.#at(start.toString('latin1')); at < this.#keys.length && this.#keys[at]! < last; at++) {
      found.push([this.#keys[at]!, this.#values.get(this.#keys[at]!)!])
    }
    return found
  }

  lastKey(start: Buffer, end: Buffer): string | undefined {
    const key = this.#keys[this.#at(end.toString('latin1')) - 1]
    return key !== undefined && key >= start.toString('latin1') ? key : undefined
  }

  /** Where the key is, or would be. */
  #at(key: string): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#keys[middle]! < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
