// Finds a text in bytes without decoding them: UTF-8, ASCII letters in either case unless the text has a capital.

export interface ByteSearch {
  readonly lengthBytes: number
  /** Where the first occurrence that lies within [from, end) begins, or -1. Allocates nothing per byte or per hit. */
  indexIn(bytes: Buffer, from: number, end: number): number
}

const CAPITAL = /\p{Lu}/u
const ASCII_LETTER = /[a-z]/

/** null for '': everything contains it. */
export function byteSearch(text: string): ByteSearch | null {
  if (text === '') return null
  const needle = Buffer.from(text)
  return CAPITAL.test(text) || !ASCII_LETTER.test(text) ? exactly(needle) : inEitherCase(needle)
}

function exactly(needle: Buffer): ByteSearch {
  return {
    lengthBytes: needle.length,
    indexIn(bytes, from, end) {
      const found = bytes.subarray(from, end).indexOf(needle)
      return found < 0 ? -1 : from + found
    },
  }
}

/** Lower case for ASCII letters, every other byte as it is. */
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte))

/** Boyer-Moore-Horspool over folded bytes: looks at about one byte in `needle.length`. */
function inEitherCase(needle: Buffer): ByteSearch {
  const { length } = needle
  const last = length - 1
  const lastByte = needle[last]!
  const inner = new Uint16Array(256).fill(length)
  for (let i = 0; i < last; i++) inner[needle[i]!] = last - i
  const stepOnLast = inner[lastByte]!
  // Of bytes as they are; 0 says that an occurrence may end here.
  const steps = Uint16Array.from(FOLDED, (folded) => (folded === lastByte ? 0 : inner[folded]!))
  return {
    lengthBytes: length,
    indexIn(bytes, from, end) {
      for (let at = from + last; at < end; ) {
        const step = steps[bytes[at]!]!
        if (step > 0) at += step
        else if (endsAt(bytes, at, needle)) return at - last
        else at += stepOnLast
      }
      return -1
    },
  }
}

function endsAt(bytes: Buffer, at: number, needle: Buffer): boolean {
  const begin = at - needle.length + 1
  for (let i = needle.length - 2; i >= 0; i--) if (FOLDED[bytes[begin + i]!] !== needle[i]) return false
  return true
}
