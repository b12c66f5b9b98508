// Reads the protocol's primitive types from a buffer, checking every bound; bytes come out as views, never as copies.
import { ProtocolError } from './protocol-error.ts'

const TWO_32 = 0x1_0000_0000

export class Reader {
  readonly buffer: Buffer
  readonly end: number
  position: number

  constructor(buffer: Buffer, position = 0, end = buffer.length) {
    this.buffer = buffer
    this.position = position
    this.end = end
  }

  get remaining(): number {
    return this.end - this.position
  }

  /** Steps over `size` bytes and returns where they began. */
  skip(size: number): number {
    const at = this.position
    if (size > this.end - at) throw new ProtocolError(`${size} bytes are needed at byte ${at}, ${this.end - at} are left.`)
    this.position = at + size
    return at
  }

  bool(): boolean {
    return this.buffer[this.skip(1)] !== 0
  }

  int8(): number {
    return (this.buffer[this.skip(1)]! << 24) >> 24
  }

  int16(): number {
    return (this.uint16() << 16) >> 16
  }

  uint16(): number {
    const at = this.skip(2)
    return (this.buffer[at]! << 8) | this.buffer[at + 1]!
  }

  int32(): number {
    const b = this.buffer
    const at = this.skip(4)
    return (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
  }

  uint32(): number {
    return this.int32() >>> 0
  }

  int64(): number {
    const value = this.int32() * TWO_32 + this.uint32()
    if (!Number.isSafeInteger(value)) throw new ProtocolError(`The int64 at byte ${this.position - 8} is beyond 2^53.`)
    return value
  }

  /** For fields where "beyond every real value" is a legal thing to say. */
  clampedInt64(): number {
    const value = this.int32() * TWO_32 + this.uint32()
    return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value))
  }

  /** IEEE 754, big-endian. */
  float64(): number {
    return this.buffer.readDoubleBE(this.skip(8))
  }

  /** At most five bytes, 32 bits. */
  unsignedVarint(): number {
    let byte = this.buffer[this.skip(1)]!
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    for (let shift = 7; shift < 35; shift += 7) {
      byte = this.buffer[this.skip(1)]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        if (shift === 28 && byte > 0x0f) break
        return value >>> 0
      }
    }
    throw new ProtocolError(`The varint that ends at byte ${this.position} is longer than 32 bits.`)
  }

  /** Zigzag, 32 bits. */
  varint(): number {
    const value = this.unsignedVarint()
    return (value >>> 1) ^ -(value & 1)
  }

  /** Zigzag, 64 bits; beyond 2^53 the number is only near the true value (`varlongExact` gives that one). */
  varlong(): number {
    const first = this.buffer[this.skip(1)]!
    if (first < 0x80) return (first >>> 1) ^ -(first & 1)
    this.position--
    const low = this.#varlongPart(4)
    const middle = low.more ? this.#varlongPart(4) : NOTHING
    const high = middle.more ? this.#varlongPart(2) : NOTHING
    if (high.more || high.bits > 0xff) throw new ProtocolError(`The varlong that ends at byte ${this.position} is longer than 64 bits.`)
    const magnitude = (low.bits >>> 1) + middle.bits * 2 ** 27 + high.bits * 2 ** 55
    return low.bits & 1 ? -magnitude - 1 : magnitude
  }

  varlongExact(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.skip(1)]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n))
    }
    throw new ProtocolError(`The varlong that ends at byte ${this.position} is longer than 64 bits.`)
  }

  #varlongPart(maxBytes: number): { bits: number; more: boolean } {
    let bits = 0
    for (let i = 0; i < maxBytes; i++) {
      const byte = this.buffer[this.skip(1)]!
      bits |= (byte & 0x7f) << (7 * i)
      if (byte < 0x80) return { bits, more: false }
    }
    return { bits, more: true }
  }

  /** Base64url without padding: the text form of Kafka's ids. */
  uuid(): string {
    const at = this.skip(16)
    return this.buffer.toString('base64url', at, at + 16)
  }

  string(): string {
    return this.#text(this.#present(this.int16()))
  }

  nullableString(): string | null {
    const length = this.int16()
    return length === -1 ? null : this.#text(this.#present(length))
  }

  compactString(): string {
    return this.#text(this.#present(this.unsignedVarint() - 1))
  }

  compactNullableString(): string | null {
    const length = this.unsignedVarint() - 1
    return length === -1 ? null : this.#text(length)
  }

  bytes(): Buffer {
    return this.view(this.#present(this.int32()))
  }

  nullableBytes(): Buffer | null {
    const length = this.int32()
    return length === -1 ? null : this.view(this.#present(length))
  }

  compactBytes(): Buffer {
    return this.view(this.#present(this.unsignedVarint() - 1))
  }

  compactNullableBytes(): Buffer | null {
    const length = this.unsignedVarint() - 1
    return length === -1 ? null : this.view(length)
  }

  view(length: number): Buffer {
    const at = this.skip(length)
    return this.buffer.subarray(at, at + length)
  }

  /** `minElementBytes` is the least that one element takes: a count that cannot fit is refused before anything is allocated for it. */
  arrayLength(minElementBytes: number): number {
    return this.#count(this.#present(this.int32()), minElementBytes)
  }

  /** -1 for null. */
  nullableArrayLength(minElementBytes: number): number {
    const count = this.int32()
    return count === -1 ? -1 : this.#count(this.#present(count), minElementBytes)
  }

  compactArrayLength(minElementBytes: number): number {
    return this.#count(this.#present(this.unsignedVarint() - 1), minElementBytes)
  }

  /** -1 for null. */
  compactNullableArrayLength(minElementBytes: number): number {
    const count = this.unsignedVarint() - 1
    return count === -1 ? -1 : this.#count(count, minElementBytes)
  }

  /** Reads the size of a tagged field's value and returns where the value ends. */
  tagEnd(): number {
    const size = this.unsignedVarint()
    const at = this.skip(size)
    this.position = at
    return at + size
  }

  closeTag(tag: number, end: number): void {
    if (this.position !== end) throw new ProtocolError(`Tagged field ${tag} ends at byte ${this.position} instead of ${end}.`)
  }

  skipTags(): void {
    for (let count = this.unsignedVarint(); count > 0; count--) {
      this.unsignedVarint()
      this.position = this.tagEnd()
    }
  }

  #present(length: number): number {
    if (length < 0) throw new ProtocolError(`The length before byte ${this.position} is ${length}, which is not allowed here.`)
    return length
  }

  #count(count: number, minElementBytes: number): number {
    if (count * minElementBytes > this.remaining) {
      throw new ProtocolError(`The array before byte ${this.position} claims ${count} elements, but only ${this.remaining} bytes are left.`)
    }
    return count
  }

  #text(length: number): string {
    if (length === 0) return ''
    const at = this.skip(length)
    return this.buffer.toString('utf8', at, at + length)
  }
}

const NOTHING = { bits: 0, more: false } as const
