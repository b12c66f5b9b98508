// One line of a key or value for a list: cut without splitting a character, binary as hex.
import { decodeUtf8, kindOf, type ReadableKind } from './readable.ts'

export type Preview =
  | { kind: 'null' }
  | { kind: 'text' | 'json'; text: string; sizeBytes: number; cut: boolean }
  | { kind: 'binary'; hex: string; sizeBytes: number; cut: boolean }

const MAX_CHARS = 300
/** Longer values are judged by their beginning: a list of 2,000 rows may not parse gigabytes. */
const MAX_LOOKED_AT_BYTES = 16 * 1024
const MAX_HEX_BYTES = 64

export function previewOf(bytes: Uint8Array | null): Preview {
  if (bytes === null) return { kind: 'null' }
  const { kind, text } = looked(bytes)
  const sizeBytes = bytes.length
  if (kind === 'binary') return { kind, hex: Buffer.from(bytes.subarray(0, MAX_HEX_BYTES)).toString('hex'), sizeBytes, cut: sizeBytes > MAX_HEX_BYTES }
  const shown = cutText(text, MAX_CHARS)
  return { kind, text: shown, sizeBytes, cut: shown.length < text.length || sizeBytes > MAX_LOOKED_AT_BYTES }
}

function looked(bytes: Uint8Array): { kind: ReadableKind; text: string } {
  if (bytes.length <= MAX_LOOKED_AT_BYTES) {
    const text = decodeUtf8(bytes)
    return { kind: kindOf(text), text: text ?? '' }
  }
  const text = decodeUtf8(bytes.subarray(0, characterEnd(bytes, MAX_LOOKED_AT_BYTES)))
  const kind = kindOf(text)
  return { kind: kind === 'text' && /^\s*[{[]/.test(text!) && /[}\]]\s*$/.test(tail(bytes)) ? 'json' : kind, text: text ?? '' }
}

function tail(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(-64)).toString('latin1')
}

/** The last place at or before `limit` where no UTF-8 sequence is in progress. */
export function characterEnd(bytes: Uint8Array, limit: number): number {
  let end = limit
  while (end > limit - 4 && (bytes[end]! & 0xc0) === 0x80) end--
  return end
}

/** Does not leave half of a surrogate pair behind. */
function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const last = text.charCodeAt(maxChars - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars)
}
