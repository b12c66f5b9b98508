// The step that all LZ77 decoders share: repeating bytes that were just written.
import { ProtocolError } from '../protocol-error.ts'

/** Where source and target overlap, the copy feeds on itself. */
export function copyWithinOutput(out: Buffer, at: number, offset: number, length: number): void {
  if (offset === 0 || offset > at) throw new ProtocolError(`Compressed data refers ${offset} bytes back at byte ${at}.`)
  const from = at - offset
  if (offset >= length) {
    out.copyWithin(at, from, from + length)
  } else if (offset === 1) {
    out.fill(out[from]!, at, at + length)
  } else {
    for (let i = 0; i < length; i++) out[at + i] = out[from + i]!
  }
}
