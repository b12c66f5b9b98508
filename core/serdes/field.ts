// A key, value or header in full: its exact bytes, and its text where it has one.
import { decodeUtf8, kindOf, type ReadableKind } from './readable.ts'

export type Field = { kind: 'null' } | { kind: ReadableKind; bytes: Uint8Array<ArrayBuffer>; text: string | null }

export function fieldOf(bytes: Uint8Array | null): Field {
  if (bytes === null) return { kind: 'null' }
  const text = decodeUtf8(bytes)
  // A plain Uint8Array of its own: a Buffer's class and pool must not travel.
  return { kind: kindOf(text), bytes: new Uint8Array(bytes), text }
}
