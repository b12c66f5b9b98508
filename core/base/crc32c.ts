// CRC-32C (Castagnoli), the checksum of Kafka's record batches: native, or in JavaScript where the native module cannot load.
import { createRequire } from 'node:module'

type Crc32c = (bytes: Uint8Array, previous?: number) => number

/** Sixteen tables of 256: entry [n][b] is the CRC of byte b followed by n zero bytes, so sixteen bytes take one step. */
const tables = buildTables()

function buildTables(): Int32Array {
  const out = new Int32Array(16 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    out[byte] = crc
  }
  for (let i = 256; i < out.length; i++) {
    const shorter = out[i - 256]!
    out[i] = (shorter >>> 8) ^ out[shorter & 0xff]!
  }
  return out
}

export function crc32cInJavaScript(bytes: Uint8Array, previous = 0): number {
  const t = tables
  const b = bytes
  let crc = ~previous
  let i = 0
  for (const last = b.length - 16; i <= last; i += 16) {
    crc =
      t[3840 + ((crc & 0xff) ^ b[i]!)]! ^
      t[3584 + (((crc >>> 8) & 0xff) ^ b[i + 1]!)]! ^
      t[3328 + (((crc >>> 16) & 0xff) ^ b[i + 2]!)]! ^
      t[3072 + ((crc >>> 24) ^ b[i + 3]!)]! ^
      t[2816 + b[i + 4]!]! ^
      t[2560 + b[i + 5]!]! ^
      t[2304 + b[i + 6]!]! ^
      t[2048 + b[i + 7]!]! ^
      t[1792 + b[i + 8]!]! ^
      t[1536 + b[i + 9]!]! ^
      t[1280 + b[i + 10]!]! ^
      t[1024 + b[i + 11]!]! ^
      t[768 + b[i + 12]!]! ^
      t[512 + b[i + 13]!]! ^
      t[256 + b[i + 14]!]! ^
      t[b[i + 15]!]!
  }
  for (; i < b.length; i++) crc = (crc >>> 8) ^ t[(crc & 0xff) ^ b[i]!]!
  return ~crc >>> 0
}

function load(): Crc32c {
  try {
    return (createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: Crc32c }).crc32c
  } catch {
    // No prebuilt binary for this platform: slower, never wrong.
    return crc32cInJavaScript
  }
}

/** Unsigned; pass the CRC of the bytes before these as `previous` to continue it. */
export const crc32c: Crc32c = load()
