// A key, value or header as it is first shown: its exact bytes up to a limit, and their text where they have one.
import { characterEnd } from './preview.ts'
import { decodeUtf8, kindOf, looksLikeContainer, type ReadableKind } from './readable.ts'

export type Field =
  | { kind: 'null' }
  | { kind: ReadableKind; bytes: Uint8Array<ArrayBuffer>; text: string | null; sizeBytes: number; cut: boolean }

export function fieldOf(bytes: Uint8Array | null, maxBytes: number): Field {
  if (bytes === null) return { kind: 'null' }
  const cut = bytes.length > maxBytes
  // A plain Uint8Array of its own: a Buffer's class and pool must not travel.
  const shown = new Uint8Array(bytes.subarray(0, maxBytes))
  const text = decodeUtf8(cut ? shown.subarray(0, characterEnd(bytes, maxBytes)) : shown)
  const kind = kindOf(text)
  return { kind: cut && kind === 'text' ? kindOfCut(text!, bytes) : kind, bytes: shown, text, sizeBytes: bytes.length, cut }
}

/** The middle is not looked at: whoever lays it out finds out whether it really is JSON. */
function kindOfCut(beginning: string, bytes: Uint8Array): ReadableKind {
  const end = Buffer.from(bytes.subarray(-64)).toString('latin1')
  return looksLikeContainer(beginning.slice(0, 64) + end) ? 'json' : 'text'
}
