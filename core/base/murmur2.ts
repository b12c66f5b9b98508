// The hash by which Kafka's Java client, and most others, spread keys over partitions.

const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

/** Signed 32-bit, as in Java. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  let hash = SEED ^ length
  let at = 0
  for (; length - at >= 4; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    k = Math.imul(k, M)
    k ^= k >>> R
    hash = Math.imul(hash, M) ^ Math.imul(k, M)
  }
  const left = length - at
  if (left === 3) hash ^= bytes[at + 2]! << 16
  if (left >= 2) hash ^= bytes[at + 1]! << 8
  if (left >= 1) hash = Math.imul(hash ^ bytes[at]!, M)
  hash ^= hash >>> 13
  hash = Math.imul(hash, M)
  return hash ^ (hash >>> 15)
}
