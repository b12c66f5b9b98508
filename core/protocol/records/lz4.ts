// LZ4 frames: read with linked or independent blocks, written with independent blocks of 64 KiB and no checksums, as Java's client does.
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'
import { MIN_MATCH, copyWithinOutput, findMatches } from './lz77.ts'

const FRAME_MAGIC = 0x184d2204
/** Sixteen magics mark data that is no compressed data and has to be stepped over. */
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_CHECKSUM_FLAG = 0x10
const CONTENT_SIZE_FLAG = 0x08
const CONTENT_CHECKSUM_FLAG = 0x04
const DICTIONARY_FLAG = 0x01
const STORED_BIT = 0x8000_0000
const BLOCK_MAX_BYTES: Readonly<Record<number, number>> = { 4: 64 * 1024, 5: 256 * 1024, 6: 1024 * 1024, 7: 4 * 1024 * 1024 }

/** The format wants the last five bytes as literals, and no match to begin in the last twelve. */
const LAST_LITERALS = 5
const MATCH_START_MARGIN = 12
const WRITTEN_BLOCK_BYTES = 64 * 1024
/** Magic, flags (version 1, independent blocks), block size class 4, and the header checksum of those two bytes. */
const WRITTEN_HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])

/** Checksums in the frame are not verified: the batch's own CRC-32C covers these bytes, and old clients wrote wrong header checksums. */
export function decompressLz4(bytes: Buffer, maxBytes: number): Buffer {
  const reader = new Reader(bytes)
  const out = new BoundedOutput(Math.min(maxBytes, bytes.length * 4 + 64), maxBytes)
  do {
    const magic = uint32LE(reader)
    if (magic === FRAME_MAGIC) readFrame(reader, out)
    else if ((magic & 0xffff_fff0) === SKIPPABLE_MAGIC) reader.skip(uint32LE(reader))
    else throw new ProtocolError(`LZ4 data begins with ${magic.toString(16)} instead of the frame magic.`)
  } while (reader.remaining > 0)
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

/** Null where compression saves nothing. */
function encodeBlock(block: Buffer): Buffer | null {
  const out = Buffer.allocUnsafe(block.length + Math.ceil(block.length / 255) + 16)
  let written = 0
  const literalsFrom = findMatches(block, MATCH_START_MARGIN, LAST_LITERALS, (from, at, offset, length) => {
    written = putSequence(out, written, block.subarray(from, at), length - MIN_MATCH)
    out[written++] = offset & 0xff
    out[written++] = offset >>> 8
    written = putExtended(out, written, length - MIN_MATCH)
  })
  written = putSequence(out, written, block.subarray(literalsFrom), 0)
  return written < block.length ? out.subarray(0, written) : null
}

/** The token and the literals; returns where the output ends now. */
function putSequence(out: Buffer, start: number, literals: Buffer, extraMatchBytes: number): number {
  out[start] = (Math.min(literals.length, 15) << 4) | Math.min(extraMatchBytes, 15)
  const at = putExtended(out, start + 1, literals.length)
  return at + literals.copy(out, at)
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
