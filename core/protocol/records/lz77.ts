// What LZ4 and Snappy share: finding bytes that stood before, and repeating bytes that were just written.
import { ProtocolError } from '../protocol-error.ts'

export const MIN_MATCH = 4
const HASH_BITS = 13
/** Both formats write an offset in two bytes. */
const MAX_OFFSET = 0xffff

/**
 * Greedy: takes the last place where the same four bytes stood. `onMatch` gets the bytes not yet covered before the match, then
 * the match. Matches begin at least `startMargin` and end at least `endMargin` bytes before the end of the block.
 * Returns where the bytes begin that no match covers.
 */
export function findMatches(
  block: Buffer,
  startMargin: number,
  endMargin: number,
  onMatch: (literalsFrom: number, at: number, offset: number, length: number) => void,
): number {
  const lastSeen = new Int32Array(1 << HASH_BITS).fill(-1)
  const lastStart = block.length - Math.max(startMargin, MIN_MATCH)
  const lengthLimit = block.length - endMargin
  let literalsFrom = 0
  for (let at = 0; at <= lastStart;) {
    const four = block.readInt32LE(at)
    const slot = Math.imul(four, -1640531535) >>> (32 - HASH_BITS)
    const candidate = lastSeen[slot]!
    lastSeen[slot] = at
    if (candidate < 0 || at - candidate > MAX_OFFSET || block.readInt32LE(candidate) !== four) {
      at++
      continue
    }
    let end = at + MIN_MATCH
    while (end < lengthLimit && block[end - at + candidate] === block[end]) end++
    onMatch(literalsFrom, at, at - candidate, end - at)
    at = end
    literalsFrom = end
  }
  return literalsFrom
}

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
