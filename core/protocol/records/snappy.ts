// Snappy as record batches hold it: raw from librdkafka and others, in xerial's framing from Java clients. Written framed, as Java does.
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'
import { Writer } from '../writer.ts'
import { copyWithinOutput, findMatches } from './lz77.ts'

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const XERIAL_VERSION = 1
const XERIAL_HEADER_BYTES = 16
const XERIAL_BLOCK_BYTES = 32 * 1024
/** The densest element makes 64 bytes out of 3: a stream that claims more is lying. */
const MAX_EXPANSION = 22
/** What one copy element can repeat. */
const MAX_COPY = 64

export function decompressSnappy(bytes: Buffer, maxBytes: number): Buffer {
  const framed = bytes.length >= XERIAL_HEADER_BYTES && bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)
  if (!framed) return decodeRaw(bytes, maxBytes)
  const reader = new Reader(bytes, XERIAL_HEADER_BYTES)
  const blocks: Buffer[] = []
  let total = 0
  while (reader.remaining > 0) {
    const block = decodeRaw(reader.bytes(), maxBytes - total)
    total += block.length
    blocks.push(block)
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks, total)
}

export function compressSnappy(bytes: Buffer): Buffer {
  const header = Buffer.alloc(XERIAL_HEADER_BYTES)
  XERIAL_MAGIC.copy(header)
  header.writeInt32BE(XERIAL_VERSION, 8)
  header.writeInt32BE(XERIAL_VERSION, 12)
  const chunks: Buffer[] = [header]
  for (let at = 0; at < bytes.length; at += XERIAL_BLOCK_BYTES) {
    const block = encodeRaw(bytes.subarray(at, at + XERIAL_BLOCK_BYTES))
    const length = Buffer.alloc(4)
    length.writeInt32BE(block.length)
    chunks.push(length, block)
  }
  return Buffer.concat(chunks)
}

/** Stricter than the format's usual decoders in JavaScript: a stream has to make exactly the size that it claims. */
function decodeRaw(bytes: Buffer, maxBytes: number): Buffer {
  const reader = new Reader(bytes)
  const size = reader.unsignedVarint()
  if (size > maxBytes) throw new ProtocolError(`Snappy data claims ${size} bytes, more than the ${maxBytes} allowed.`)
  if (size > bytes.length * MAX_EXPANSION)
    throw new ProtocolError(`Snappy data of ${bytes.length} bytes cannot make the ${size} it claims.`)
  const out = Buffer.allocUnsafe(size)
  let at = 0
  while (reader.remaining > 0) {
    const tag = bytes[reader.skip(1)]!
    const length = (tag & 3) === 0 ? literalLength(reader, tag) : copyLength(tag)
    if (length > size - at) throw new ProtocolError(`Snappy data makes more than the ${size} bytes it claims.`)
    if ((tag & 3) === 0) {
      const from = reader.skip(length)
      bytes.copy(out, at, from, from + length)
    } else {
      copyWithinOutput(out, at, copyOffset(reader, tag), length)
    }
    at += length
  }
  if (at !== size) throw new ProtocolError(`Snappy data claims ${size} bytes but makes ${at}.`)
  return out
}

function literalLength(reader: Reader, tag: number): number {
  const inTag = tag >>> 2
  return inTag < 60 ? inTag + 1 : littleEndian(reader, inTag - 59) + 1
}

function copyLength(tag: number): number {
  return (tag & 3) === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
}

function copyOffset(reader: Reader, tag: number): number {
  if ((tag & 3) === 1) return ((tag >>> 5) << 8) | littleEndian(reader, 1)
  return littleEndian(reader, (tag & 3) === 2 ? 2 : 4)
}

function littleEndian(reader: Reader, bytes: number): number {
  const at = reader.skip(bytes)
  return reader.buffer.readUIntLE(at, bytes)
}

function encodeRaw(block: Buffer): Buffer {
  const writer = new Writer()
  writer.unsignedVarint(block.length)
  const literalsFrom = findMatches(block, 0, 0, (from, at, offset, length) => {
    putLiteral(writer, block.subarray(from, at))
    for (let rest = length; rest > 0; rest -= MAX_COPY) putCopy(writer, offset, Math.min(rest, MAX_COPY))
  })
  putLiteral(writer, block.subarray(literalsFrom))
  return Buffer.concat(writer.take())
}

function putLiteral(writer: Writer, literal: Buffer): void {
  const length = literal.length - 1
  if (length < 0) return
  if (length < 60) {
    writer.raw([length << 2])
  } else {
    writer.raw([61 << 2, length & 0xff, length >>> 8])
  }
  writer.raw(literal)
}

/** The form with two bytes of offset. */
function putCopy(writer: Writer, offset: number, length: number): void {
  writer.raw([((length - 1) << 2) | 2, offset & 0xff, offset >>> 8])
}
