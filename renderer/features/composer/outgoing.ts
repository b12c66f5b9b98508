// The message as the core takes it: what is sent as it is has been fetched, piece by piece.
import type { OutgoingMessage, Payload } from '../../../core/contract/messages.ts'
import type { Sendable } from './draft.ts'
import { type Content, placeOfStored, type StoredBytes } from './part.ts'

/** A piece of the bytes of a record, from `fromByte` on. */
export type ChunkOf = (stored: StoredBytes, fromByte: number, maxBytes: number) => Promise<Uint8Array>

const CHUNK_BYTES = 1024 * 1024

export async function outgoingOf({ partition, key, value, headers }: Sendable, chunkOf: ChunkOf): Promise<OutgoingMessage> {
  const payload = async (content: Content): Promise<Payload> =>
    content.kind === 'stored' ? { kind: 'bytes', bytes: await storedBytes(content.stored, chunkOf) } : content
  return {
    partition,
    key: await payload(key),
    value: await payload(value),
    headers: await Promise.all(headers.map(async (header) => ({ key: header.key, value: await payload(header.value) }))),
  }
}

async function storedBytes(stored: StoredBytes, chunkOf: ChunkOf): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(stored.sizeBytes)
  for (let at = 0; at < bytes.length; ) {
    const chunk = await chunkOf(stored, at, Math.min(CHUNK_BYTES, bytes.length - at))
    if (chunk.length === 0) throw new Error(`only ${at} of ${bytes.length} bytes of ${placeOfStored(stored)} came`)
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
