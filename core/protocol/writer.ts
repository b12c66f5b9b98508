// Writes the protocol's primitive types; large byte strings that exist already join the output by reference.
import { AssertionError, assert } from '../base/assert.ts'

const SLAB_BYTES = 64 * 1024
const TWO_32 = 0x1_0000_0000

/**
 * Output grows in a slab and is handed out as views of it, so nothing is copied at the end. One message is written at a time:
 * `take` ends it. A message that fails half-way is dropped by `reset`.
 */
export class Writer {
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
  #start = 0
  #position = 0
  #chunks: Buffer[] = []
  #chunkBytes = 0

  /** Bytes of the message so far. */
  get size(): number {
    return this.#chunkBytes + this.#position - this.#start
  }

  take(): Buffer[] {
    this.#cut()
    const chunks = this.#chunks
    this.#forget()
    return chunks
  }

  /** Ends a message that began with four bytes for its size, and fills those in. */
  takeFrame(): Buffer[] {
    const size = this.size - 4
    const chunks = this.take()
    chunks[0]!.writeInt32BE(size, 0)
    return chunks
  }

  reset(): void {
    this.#position = this.#start
    this.#forget()
  }

  bool(value: boolean): void {
    if (typeof value !== 'boolean') refuse('bool', value)
    this.#put8(value ? 1 : 0)
  }

  int8(value: number): void {
    if ((value << 24) >> 24 !== value) refuse('int8', value)
    this.#put8(value)
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) refuse('int16', value)
    this.#put16(value)
  }

  uint16(value: number): void {
    if ((value & 0xffff) !== value) refuse('uint16', value)
    this.#put16(value)
  }

  int32(value: number): void {
    if ((value | 0) !== value) refuse('int32', value)
    this.#put32(value)
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) refuse('uint32', value)
    this.#put32(value)
  }

  int64(value: number): void {
    if (!Number.isSafeInteger(value)) refuse('int64', value)
    this.#put32(Math.floor(value / TWO_32))
    this.#put32(value)
  }

  /** IEEE 754, big-endian. */
  float64(value: number): void {
    if (typeof value !== 'number') refuse('float64', value)
    const at = this.#reserve(8)
    this.#slab.writeDoubleBE(value, at)
  }

  unsignedVarint(value: number): void {
    if (value >>> 0 !== value) refuse('unsigned varint', value)
    let rest = value
    for (; rest > 0x7f; rest >>>= 7) this.#put8((rest & 0x7f) | 0x80)
    this.#put8(rest)
  }

  /** Zigzag, 32 bits. */
  varint(value: number): void {
    if ((value | 0) !== value) refuse('varint', value)
    this.unsignedVarint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  /** Zigzag, 64 bits. */
  varlong(value: number): void {
    if (!Number.isSafeInteger(value)) refuse('varlong', value)
    const magnitude = value < 0 ? -(value + 1) : value
    const low = (magnitude % 2 ** 27) * 2 + (value < 0 ? 1 : 0)
    const high = Math.floor(magnitude / 2 ** 27)
    if (high === 0) return this.unsignedVarint(low)
    for (let shift = 0; shift < 28; shift += 7) this.#put8(((low >>> shift) & 0x7f) | 0x80)
    this.unsignedVarint(high)
  }

  uuid(value: string): void {
    assert(typeof value === 'string' && value.length === 22, `uuid wanted (22 characters of base64url), got ${String(value)}`)
    const at = this.#reserve(16)
    assert(this.#slab.write(value, at, 16, 'base64url') === 16, `uuid wanted (22 characters of base64url), got ${value}`)
  }

  string(value: string): void {
    if (typeof value !== 'string') refuse('string', value)
    const bytes = Buffer.byteLength(value)
    assert(bytes <= 0x7fff, `string wanted of at most 32767 bytes, got ${bytes}`)
    this.int16(bytes)
    this.#text(value, bytes)
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1)
    else this.string(value)
  }

  compactString(value: string): void {
    if (typeof value !== 'string') refuse('string', value)
    const bytes = Buffer.byteLength(value)
    this.unsignedVarint(bytes + 1)
    this.#text(value, bytes)
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.unsignedVarint(0)
    else this.compactString(value)
  }

  bytes(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) refuse('bytes', value)
    this.int32(value.length)
    this.raw(value)
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1)
    else this.bytes(value)
  }

  compactBytes(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) refuse('bytes', value)
    this.unsignedVarint(value.length + 1)
    this.raw(value)
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.unsignedVarint(0)
    else this.compactBytes(value)
  }

  /** Copies; for byte strings that may be large use the records methods. */
  raw(value: ArrayLike<number>): void {
    const at = this.#reserve(value.length)
    this.#slab.set(value, at)
  }

  records(value: Buffer | readonly Buffer[]): void {
    this.int32(sizeOf(value))
    this.#refer(value)
  }

  nullableRecords(value: Buffer | readonly Buffer[] | null): void {
    if (value === null) this.int32(-1)
    else this.records(value)
  }

  compactRecords(value: Buffer | readonly Buffer[]): void {
    this.unsignedVarint(sizeOf(value) + 1)
    this.#refer(value)
  }

  compactNullableRecords(value: Buffer | readonly Buffer[] | null): void {
    if (value === null) this.unsignedVarint(0)
    else this.compactRecords(value)
  }

  arrayLength(length: number): void {
    this.int32(length)
  }

  nullArray(): void {
    this.int32(-1)
  }

  compactArrayLength(length: number): void {
    this.unsignedVarint(length + 1)
  }

  compactNullArray(): void {
    this.unsignedVarint(0)
  }

  /** The value of a tagged field is written between `beginTag` and `endTag`; it must not contain records. */
  beginTag(tag: number): number {
    this.unsignedVarint(tag)
    this.#reserve(1)
    return this.size
  }

  endTag(begin: number): void {
    const size = this.size - begin
    let lengthBytes = 1
    for (let rest = size >>> 7; rest > 0; rest >>>= 7) lengthBytes++
    this.#reserve(lengthBytes - 1)
    const valueAt = this.#position - (lengthBytes - 1) - size
    this.#slab.copyWithin(valueAt + lengthBytes - 1, valueAt, valueAt + size)
    const end = this.#position
    this.#position = valueAt - 1
    this.unsignedVarint(size)
    this.#position = end
  }

  #text(value: string, bytes: number): void {
    const at = this.#reserve(bytes)
    if (bytes === value.length && bytes < 32) {
      for (let i = 0; i < bytes; i++) this.#slab[at + i] = value.charCodeAt(i)
    } else {
      this.#slab.write(value, at, bytes, 'utf8')
    }
  }

  #refer(value: Buffer | readonly Buffer[]): void {
    this.#cut()
    for (const chunk of Array.isArray(value) ? (value as readonly Buffer[]) : [value as Buffer]) {
      if (chunk.length === 0) continue
      this.#chunks.push(chunk)
      this.#chunkBytes += chunk.length
    }
  }

  #cut(): void {
    if (this.#position === this.#start) return
    const chunk = this.#slab.subarray(this.#start, this.#position)
    this.#chunks.push(chunk)
    this.#chunkBytes += chunk.length
    this.#start = this.#position
  }

  #forget(): void {
    this.#chunks = []
    this.#chunkBytes = 0
  }

  // Each of these reserves before it looks at the slab: reserving may replace it.
  #put8(value: number): void {
    const at = this.#reserve(1)
    this.#slab[at] = value
  }

  #put16(value: number): void {
    const at = this.#reserve(2)
    this.#slab[at] = value >>> 8
    this.#slab[at + 1] = value
  }

  #put32(value: number): void {
    const at = this.#reserve(4)
    this.#slab[at] = value >>> 24
    this.#slab[at + 1] = value >>> 16
    this.#slab[at + 2] = value >>> 8
    this.#slab[at + 3] = value
  }

  #reserve(size: number): number {
    if (this.#position + size > this.#slab.length) this.#grow(size)
    const at = this.#position
    this.#position = at + size
    return at
  }

  /** Moves the chunk under way to a fresh slab; the chunks already cut keep the old one alive. */
  #grow(size: number): void {
    const underWay = this.#position - this.#start
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (underWay + size)))
    this.#slab.copy(slab, 0, this.#start, this.#position)
    this.#slab = slab
    this.#start = 0
    this.#position = underWay
  }
}

function sizeOf(value: Buffer | readonly Buffer[]): number {
  if (value instanceof Uint8Array) return value.length
  if (!Array.isArray(value)) refuse('records', value)
  let size = 0
  for (const chunk of value) size += chunk.length
  return size
}

function refuse(wanted: string, value: unknown): never {
  throw new AssertionError(`${wanted} wanted, got ${typeof value === 'object' && value !== null ? 'an object' : String(value)}`)
}
