// LZ4 frames: read with linked or independent blocks, written with independent blocks of 64 KiB and no checksums, as Java's client does.
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'
import { copyWithinOutput } from './copy-within-output.ts'

const FRAME_MAGIC = 0x184d2204
/** Sixteen magics mark data that is no compressed data and has to be stepped over. */
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_CHECKSUM_FLAG = 0x10
const CONTENT_SIZE_FLAG = 0x08
const CONTENT_CHECKSUM_FLAG = 0x04
const DICTIONARY_FLAG = 0x01
const STORED_BIT = 0x8000_0000
const BLOCK_MAX_BYTES: Readonly<Record<number, number>> = { 4: 64 * 1024, 5: 256 * 1024, 6: 1024 * 1024, 7: 4 * 1024 * 1024 }

const MIN_MATCH = 4
/** The format wants the last five bytes as literals, and no match to begin in the last twelve. */
const LAST_LITERALS = 5
const MATCH_START_LIMIT = 12
const WRITTEN_BLOCK_BYTES = 64 * 1024
/** Magic, flags (version 1, independent blocks), block size class 4, and the header checksum of those two bytes. */
const WRITTEN_HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])
const HASH_BITS = 13

/** Checksums in the frame are not verified: the batch's own CRC-32C covers these bytes, and old clients wrote wrong header checksums. */
export function decompressLz4(bytes: Buffer, maxBytes: number): Buffer {
  const reader = new Reader(bytes)
  const out = new BoundedOutput(Math.min(maxBytes, bytes.length * 4 + 64), maxBytes)
  while (reader.remaining > 0) {
    const magic = uint32LE(reader)
    if (magic === FRAME_MAGIC) readFrame(reader, out)
    else if ((magic & 0xffff_fff0) === SKIPPABLE_MAGIC) reader.skip(uint32LE(reader))
    else throw new ProtocolError(`LZ4 data begins with ${magic.toString(16)} instead of the frame magic.`)
  }
  return out.bytes()
}

function readFrame(reader: Reader, out: BoundedOutput): void {
  const flags = reader.int8()
  const blockMaxBytes = BLOCK_MAX_BYTES[(reader.int8() >>> 4) & 7]
  if (((flags >>> 6) & 3) !== 1) throw new ProtocolError(`LZ4 frame version ${(flags >>> 6) & 3} is not understood.`)
  if (blockMaxBytes === undefined) throw new ProtocolError('The LZ4 frame has an unknown block size.')
  if (flags & DICTIONARY_FLAG) throw new ProtocolError('The LZ4 frame needs a dictionary.')
  if (flags & CONTENT_SIZE_FLAG) reader.skip(8)
  reader.skip(1)
  const frameStart = out.length
  for (let header = uint32LE(reader); header !== 0; header = uint32LE(reader)) {
    const size = header & ~STORED_BIT
    if (size > blockMaxBytes) throw new ProtocolError(`An LZ4 block claims ${size} bytes, more than the ${blockMaxBytes} of its frame.`)
    const block = reader.view(size)
    if (header >= STORED_BIT) out.append(block)
    else decodeBlock(block, out, blockMaxBytes, frameStart)
    if (flags & BLOCK_CHECKSUM_FLAG) reader.skip(4)
  }
  if (flags & CONTENT_CHECKSUM_FLAG) reader.skip(4)
}

/** Matches may reach back to the start of the frame: linked blocks do, and independent ones simply never will. */
function decodeBlock(block: Buffer, out: BoundedOutput, blockMaxBytes: number, frameStart: number): void {
  const reader = new Reader(block)
  const blockEnd = out.length + blockMaxBytes
  while (true) {
    const token = block[reader.skip(1)]!
    const literals = extended(reader, token >>> 4)
    out.append(reader.view(literals))
    if (reader.remaining === 0) break
    const at = reader.skip(2)
    const offset = block[at]! | (block[at + 1]! << 8)
    const length = extended(reader, token & 15) + MIN_MATCH
    if (out.length + length > blockEnd) throw new ProtocolError(`An LZ4 block makes more than ${blockMaxBytes} bytes.`)
    out.repeat(offset, length, frameStart)
  }
  if (out.length > blockEnd) throw new ProtocolError(`An LZ4 block makes more than ${blockMaxBytes} bytes.`)
}

/** Lengths of 15 and more go on in bytes of 255. */
function extended(reader: Reader, nibble: number): number {
  if (nibble < 15) return nibble
  let length = nibble
  let byte = 255
  while (byte === 255) {
    byte = reader.buffer[reader.skip(1)]!
    length += byte
  }
  return length
}

export function compressLz4(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [WRITTEN_HEADER]
  for (let at = 0; at < bytes.length; at += WRITTEN_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + WRITTEN_BLOCK_BYTES)
    const packed = encodeBlock(block)
    const header = Buffer.alloc(4)
    header.writeUInt32LE(packed === null ? block.length + STORED_BIT : packed.length)
    chunks.push(header, packed ?? block)
  }
  chunks.push(Buffer.alloc(4))
  return Buffer.concat(chunks)
}

/** Greedy: takes the last place where the same four bytes stood. Null where that saves nothing. */
function encodeBlock(block: Buffer): Buffer | null {
  const out = Buffer.allocUnsafe(block.length)
  const lastSeen = new Int32Array(1 << HASH_BITS).fill(-1)
  let literalsFrom = 0
  let written = 0
  for (let at = 0; at < block.length - MATCH_START_LIMIT; ) {
    const four = block.readInt32LE(at)
    const slot = Math.imul(four, -1640531535) >>> (32 - HASH_BITS)
    const candidate = lastSeen[slot]!
    lastSeen[slot] = at
    if (candidate < 0 || at - candidate > 0xffff || block.readInt32LE(candidate) !== four) {
      at++
      continue
    }
    const length = matchLength(block, candidate, at)
    written = putSequence(out, written, block.subarray(literalsFrom, at), at - candidate, length)
    if (written < 0) return null
    at += length
    literalsFrom = at
  }
  written = putSequence(out, written, block.subarray(literalsFrom), 0, 0)
  return written < 0 || written === block.length ? null : out.subarray(0, written)
}

function matchLength(block: Buffer, candidate: number, at: number): number {
  const limit = block.length - LAST_LITERALS - at
  let length = MIN_MATCH
  while (length < limit && block[candidate + length] === block[at + length]) length++
  return length
}

/** Returns where the output ends now, or -1 if it has become larger than the input. */
function putSequence(out: Buffer, start: number, literals: Buffer, offset: number, length: number): number {
  const matched = length === 0 ? 0 : length - MIN_MATCH
  const worst = 1 + literals.length / 255 + 1 + literals.length + 2 + matched / 255 + 1
  if (start + worst > out.length) return -1
  let at = start
  out[at++] = (Math.min(literals.length, 15) << 4) | Math.min(matched, 15)
  at = putExtended(out, at, literals.length)
  literals.copy(out, at)
  at += literals.length
  if (length === 0) return at
  out[at++] = offset & 0xff
  out[at++] = offset >>> 8
  return putExtended(out, at, matched)
}

function putExtended(out: Buffer, start: number, length: number): number {
  if (length < 15) return start
  let at = start
  let rest = length - 15
  for (; rest >= 255; rest -= 255) out[at++] = 255
  out[at++] = rest
  return at
}

function uint32LE(reader: Reader): number {
  return reader.buffer.readUInt32LE(reader.skip(4))
}

/** Grows by doubling, up to a bound that it never passes. */
class BoundedOutput {
  length = 0
  #buffer: Buffer
  readonly #maxBytes: number

  constructor(expectedBytes: number, maxBytes: number) {
    this.#buffer = Buffer.allocUnsafe(expectedBytes)
    this.#maxBytes = maxBytes
  }

  append(bytes: Buffer): void {
    this.#reserve(bytes.length)
    bytes.copy(this.#buffer, this.length)
    this.length += bytes.length
  }

  repeat(offset: number, length: number, oldest: number): void {
    if (offset > this.length - oldest) throw new ProtocolError(`LZ4 data refers ${offset} bytes back, further than its frame reaches.`)
    this.#reserve(length)
    copyWithinOutput(this.#buffer, this.length, offset, length)
    this.length += length
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  #reserve(size: number): void {
    const wanted = this.length + size
    if (wanted > this.#maxBytes) throw new ProtocolError(`LZ4 data makes more than the ${this.#maxBytes} bytes allowed.`)
    if (wanted <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.min(this.#maxBytes, Math.max(wanted, this.#buffer.length * 2)))
    this.#buffer.copy(larger, 0, 0, this.length)
    this.#buffer = larger
  }
}
