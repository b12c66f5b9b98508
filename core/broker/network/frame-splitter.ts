// Cuts a connection's byte stream into frames: int32 size, then that many bytes.

/** The stream cannot be trusted any further: the connection closes without an answer. */
export class FrameSizeError extends Error {
  override readonly name = 'FrameSizeError'
}

const UNKNOWN = -1
/** Frames up to this size get their memory at once; larger ones as their bytes arrive. */
const FIRST_ALLOCATION_BYTES = 1024 * 1024
const GROWTH = 4

export class FrameSplitter {
  #maxFrameBytes: number
  #limitedBy = 'socket.request.max.bytes'
  readonly #sizeField = Buffer.alloc(4)
  #sizeFieldFilled = 0
  #frameBytes = UNKNOWN
  #frame: Buffer | null = null
  #filledBytes = 0

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes
  }

  /** For the frames that begin from here on; `setting` is what the limit is called. */
  limit(maxFrameBytes: number, setting: string): void {
    this.#maxFrameBytes = maxFrameBytes
    this.#limitedBy = setting
  }

  /** The frames that `chunk` completes, without their size field. One that lies wholly inside the chunk is a view of it. */
  *split(chunk: Buffer): Generator<Buffer> {
    let at = 0
    for (;;) {
      if (this.#frameBytes === UNKNOWN) {
        at = this.#readSize(chunk, at)
        if (this.#frameBytes === UNKNOWN) return
      }
      const missingBytes = this.#frameBytes - this.#filledBytes
      if (chunk.length - at < missingBytes) {
        this.#keep(chunk, at, chunk.length)
        return
      }
      yield this.#complete(chunk, at, at + missingBytes)
      at += missingBytes
    }
  }

  #readSize(chunk: Buffer, at: number): number {
    if (this.#sizeFieldFilled === 0 && chunk.length - at >= 4) {
      this.#expect(chunk.readInt32BE(at))
      return at + 4
    }
    const copied = chunk.copy(this.#sizeField, this.#sizeFieldFilled, at)
    this.#sizeFieldFilled += copied
    if (this.#sizeFieldFilled === 4) {
      this.#sizeFieldFilled = 0
      this.#expect(this.#sizeField.readInt32BE(0))
    }
    return at + copied
  }

  #expect(frameBytes: number): void {
    if (frameBytes < 0) throw new FrameSizeError(`a frame of ${frameBytes} bytes`)
    if (frameBytes > this.#maxFrameBytes) {
      throw new FrameSizeError(`a frame of ${frameBytes} bytes, more than ${this.#limitedBy}=${this.#maxFrameBytes}`)
    }
    this.#frameBytes = frameBytes
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    if (start === end) return
    const frame = this.#frameWithRoomFor(this.#filledBytes + end - start)
    chunk.copy(frame, this.#filledBytes, start, end)
    this.#filledBytes += end - start
  }

  /** A size field is only a claim: memory stays within a small multiple of the bytes that have really arrived. */
  #frameWithRoomFor(neededBytes: number): Buffer {
    if (this.#frame !== null && this.#frame.length >= neededBytes) return this.#frame
    const capacity = Math.min(this.#frameBytes, Math.max(FIRST_ALLOCATION_BYTES, this.#frame === null ? neededBytes : neededBytes * GROWTH))
    const grown = Buffer.allocUnsafeSlow(capacity)
    this.#frame?.copy(grown, 0, 0, this.#filledBytes)
    this.#frame = grown
    return grown
  }

  #complete(chunk: Buffer, start: number, end: number): Buffer {
    const frame = this.#filledBytes === 0 ? chunk.subarray(start, end) : this.#copyRest(chunk, start, end)
    this.#frameBytes = UNKNOWN
    this.#filledBytes = 0
    this.#frame = null
    return frame
  }

  #copyRest(chunk: Buffer, start: number, end: number): Buffer {
    const frame = this.#frameWithRoomFor(this.#frameBytes)
    chunk.copy(frame, this.#filledBytes, start, end)
    return frame
  }
}
