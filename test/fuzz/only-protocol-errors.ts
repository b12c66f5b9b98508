// The promise that all fuzzers of bytes check: whatever the bytes are, a decoder returns or throws ProtocolError.
import type { Random } from '../../core/base/random.ts'
import { ProtocolError } from '../../core/protocol/protocol-error.ts'

/** What the decoder threw instead, with the bytes that made it; null if it kept the promise. */
export function brokenPromise(bytes: Buffer, decode: (bytes: Buffer) => unknown): string | null {
  try {
    decode(bytes)
    return null
  } catch (error) {
    return error instanceof ProtocolError ? null : `${String(error)} for ${bytes.toString('hex')}`
  }
}

/** Flips, overwrites, removes, repeats or inserts: one to four times. */
export function mutate(random: Random, bytes: Buffer): Buffer {
  let out: Buffer = Buffer.from(bytes)
  for (let times = 1 + random.below(4); times > 0 && out.length > 0; times--) {
    const at = random.below(out.length)
    const size = 1 + random.below(8)
    switch (random.below(5)) {
      case 0:
        out[at]! ^= 1 << random.below(8)
        break
      case 1:
        out.fill([0x00, 0x7f, 0x80, 0xff][random.below(4)]!, at, Math.min(at + size, out.length))
        break
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + size)])
        break
      case 3:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at, at + size), out.subarray(at)])
        break
      default:
        out = Buffer.concat([out.subarray(0, at), random.bytes(size), out.subarray(at)])
    }
  }
  return out
}
