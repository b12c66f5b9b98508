// Reads the batches of a stretch of log a chunk at a time, as copies: what is behind them may be swapped or deleted meanwhile.
import { type BatchHeader, batches, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { Storage } from '../../storage/storage.ts'

const CHUNK_BYTES = 256 * 1024

export interface ReadBatch {
  readonly batch: Buffer
  readonly header: BatchHeader
}

/** Whole batches that begin below `until`, from the one that holds `from` on. */
export async function* readChunks(storage: Storage, partition: number, from: number, until: number): AsyncGenerator<ReadBatch[], void> {
  for (let next = from; next < until;) {
    if (storage.isCold(partition, next)) await storage.prefetch(partition, next, CHUNK_BYTES)
    const chunk = readChunk(storage, partition, next, until)
    if (chunk.length === 0) return
    next = lastOffsetOf(chunk.at(-1)!.header) + 1
    yield chunk
  }
}

function readChunk(storage: Storage, partition: number, from: number, until: number): ReadBatch[] {
  const chunk: ReadBatch[] = []
  let bytes = 0
  storage.visitValues(partition, from, (value) => {
    const copy = Buffer.from(value)
    for (const { at, header } of batches(copy)) {
      if (header.baseOffset >= until) return false
      if (lastOffsetOf(header) >= from) chunk.push({ batch: copy.subarray(at, at + header.sizeInBytes), header })
    }
    bytes += value.length
    return bytes < CHUNK_BYTES
  })
  return chunk
}
