// Bytes as source code writes them: as a text where they are one, so that a person can read and change it, else as base64.
import { base64Of, type ExportedRecord } from '../record-export.ts'

/** What is sent again: where to, and its bytes. */
export type CodeRecord = Pick<ExportedRecord, 'topic' | 'partition' | 'key' | 'value' | 'headers'>

export type WrittenBytes = { text: string } | { base64: string }

export function writtenBytes(bytes: Uint8Array): WrittenBytes {
  const text = utf8Text(bytes)
  return text === null ? { base64: base64Of(bytes) } : { text }
}

/** null = the bytes are not UTF-8. A byte order mark is text like any other. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Malformed UTF-8 is the answer here, not a failure.
    return null
  }
}
