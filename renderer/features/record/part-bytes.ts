// All bytes of a key or value, fetched piece by piece; they stay in pieces, because one text of 20 MB would hold the page.
import { type PartToFetch, readOn, type RecordReader } from '../../rpc/record-bytes.ts'

export type Pieces = Uint8Array<ArrayBuffer>[]

/** A larger one would be decoded in one go, and that takes the page too long. */
const CHUNK_BYTES = 256 * 1024

export async function fetchPieces(
  part: PartToFetch,
  reader: Pick<RecordReader, 'chunk'>,
  signal: AbortSignal,
  onProgress: (doneBytes: number) => void,
): Promise<Pieces> {
  const pieces: Pieces = [part.field.bytes as Uint8Array<ArrayBuffer>]
  const onChunk = (piece: Uint8Array): void => void pieces.push(piece as Uint8Array<ArrayBuffer>)
  await readOn(part, reader, CHUNK_BYTES, signal, { onChunk, onProgress })
  return pieces
}

const EXTENSIONS = { json: 'json', text: 'txt', binary: 'bin' } as const

/** `orders-2-8841.value.json` */
export function fileNameOf(topic: string, { address, of, field }: PartToFetch): string {
  return `${topic}-${address.partition}-${address.offset}.${of.part}.${EXTENSIONS[field.kind]}`
}
