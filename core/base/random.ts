// The only source of randomness; seeded in tests and simulations.
import { randomBytes, randomUUID } from 'node:crypto'

export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Buffer
  /** A v4 UUID in its 36-character text form. */
  uuid(): string
  /** An integer in [0, limit). */
  below(limit: number): number
}

export const systemRandom: Random = {
  bytes: (size) => randomBytes(size),
  uuid: () => randomUUID(),
  below: (limit) => randomBytes(4).readUInt32BE() % limit,
}

/** A reproducible stream (mulberry32): the same seed gives the same values. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const bytes = (size: number): Buffer => {
    const out = Buffer.allocUnsafe(size)
    for (let i = 0; i < size; i++) out[i] = next() & 0xff
    return out
  }
  return {
    bytes,
    uuid() {
      const raw = bytes(16)
      raw[6] = (raw[6]! & 0x0f) | 0x40
      raw[8] = (raw[8]! & 0x3f) | 0x80
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
    below: (limit) => Math.floor((next() / 0x1_0000_0000) * limit),
  }
}
