// Byte keys that sort as their parts do: big-endian numbers, text last.

export const LOG_KEY_BYTES = 12

/** `[partition u32][lastOffset u64]`: a forward seek to (partition, X) finds the first value that holds offset X or a later one. */
export function logKey(partition: number, lastOffset: number): Buffer {
  const key = Buffer.allocUnsafe(LOG_KEY_BYTES)
  key.writeUInt32BE(partition, 0)
  writeU64(key, lastOffset, 4)
  return key
}

/** The first key after every key of `partition`. */
export function logKeyAfter(partition: number): Buffer {
  const key = Buffer.alloc(LOG_KEY_BYTES, 0xff)
  key.writeUInt32BE(partition, 0)
  return key
}

/** `[partition u32][running maxTimestamp u64][lastOffset u64]`. Timestamps below zero sort as zero: no search asks for them. */
export function timeKey(partition: number, maxTimestampMs: number, lastOffset: number): Buffer {
  const key = Buffer.allocUnsafe(20)
  key.writeUInt32BE(partition, 0)
  writeU64(key, Math.max(0, maxTimestampMs), 4)
  writeU64(key, lastOffset, 12)
  return key
}

export const lastOffsetOfTimeKey = (key: Buffer): number => readU64(key, 12)

export function writeU64(target: Buffer, value: number, at: number): void {
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at)
  target.writeUInt32BE(value >>> 0, at + 4)
}

export function readU64(source: Buffer, at: number): number {
  return source.readUInt32BE(at) * 0x1_0000_0000 + source.readUInt32BE(at + 4)
}
