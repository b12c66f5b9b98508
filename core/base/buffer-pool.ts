// Large buffers that are used again: allocating and collecting a megabyte per answer costs more than filling it.

export class BufferPool {
  readonly #slabBytes: number
  readonly #maxFree: number
  readonly #free: Buffer[] = []
  /** By the memory of a slab; one that is never given back is simply collected. */
  readonly #lent = new WeakMap<ArrayBufferLike, Buffer>()

  constructor(options: { slabBytes: number; maxFree: number }) {
    this.#slabBytes = options.slabBytes
    this.#maxFree = options.maxFree
  }

  /** A buffer of `size` bytes with arbitrary content; from a slab when it fills at least half of one. */
  take(size: number): Buffer {
    if (size > this.#slabBytes || size < this.#slabBytes / 2) return Buffer.allocUnsafe(size)
    const slab = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#slabBytes)
    this.#lent.set(slab.buffer, slab)
    return slab.subarray(0, size)
  }

  /** Nobody reads `buffer` any more. Buffers from elsewhere, and those given back before, are ignored. */
  release(buffer: Buffer): void {
    const slab = this.#lent.get(buffer.buffer)
    if (slab === undefined) return
    this.#lent.delete(buffer.buffer)
    if (this.#free.length < this.#maxFree) this.#free.push(slab)
  }
}

const MIB = 1024 * 1024

/** For answers: taken where records are read, released once the kernel has them. */
export const answerBuffers = new BufferPool({ slabBytes: MIB, maxFree: 16 })
