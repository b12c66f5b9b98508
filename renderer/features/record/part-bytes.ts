// All bytes of a key or value, fetched piece by piece; they stay in pieces, because one text of 20 MB would hold the page.
import type { Field, RecordAddress, RecordPart } from '../../../core/contract/records.ts'
import type { RecordReader } from '../../rpc/record-bytes.ts'

export type Pieces = Uint8Array<ArrayBuffer>[]

/** A larger one would be decoded in one go, and that takes the page too long. */
const CHUNK_BYTES = 256 * 1024

export interface PartToFetch {
  address: RecordAddress
  of: RecordPart
  field: Exclude<Field, { kind: 'null' }>
}

export async function fetchPieces(
  { address, of, field }: PartToFetch,
  reader: Pick<RecordReader, 'chunk'>,
  signal: AbortSignal,
  onProgress: (doneBytes: number) => void,
): Promise<Pieces> {
  const pieces: Pieces = [field.bytes as Uint8Array<ArrayBuffer>]
  for (let at = field.bytes.length; at < field.sizeBytes; ) {
    onProgress(at)
    const piece = await reader.chunk(address, of, at, CHUNK_BYTES, signal)
    signal.throwIfAborted()
    if (piece.length === 0) throw new Error(`Only ${at} of ${field.sizeBytes} bytes of offset ${address.offset} came`)
    pieces.push(piece as Uint8Array<ArrayBuffer>)
    at += piece.length
  }
  return pieces
}

const EXTENSIONS = { json: 'json', text: 'txt', binary: 'bin' } as const

/** `orders-2-8841.value.json` */
export function fileNameOf(topic: string, { address, of, field }: PartToFetch): string {
  return `${topic}-${address.partition}-${address.offset}.${of.part}.${EXTENSIONS[field.kind]}`
}
