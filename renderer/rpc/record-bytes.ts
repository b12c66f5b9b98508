// Records with all their bytes: what a list or an inspector holds may be cut, what is copied, saved or sent again may not.
import { useMemo } from 'react'
import type { RecordAddress, RecordPart, WholeRecord } from '../../core/contract/records.ts'
import { failureOf } from './failure.ts'
import { useRpc } from './rpc-context.ts'

type Field = WholeRecord['key']

export interface RecordReader {
  /** null = it is not there any more. */
  read: (address: RecordAddress, signal: AbortSignal) => Promise<WholeRecord | null>
  chunk: (address: RecordAddress, of: RecordPart, fromByte: number, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array>
}

const CHUNK_BYTES = 1024 * 1024

export function useRecordReader(connectionId: string, topic: string): RecordReader {
  const { client } = useRpc()
  return useMemo(
    () => ({
      read: async (address, signal) => {
        try {
          return await client.records.read({ connectionId, topic, ...address }, { signal })
        } catch (error) {
          if (failureOf(error).code === 'NOT_FOUND') return null
          throw error
        }
      },
      chunk: async (address, of, fromByte, maxBytes, signal) =>
        (await client.records.chunk({ connectionId, topic, ...address, of, fromByte, maxBytes }, { signal })).bytes,
    }),
    [client, connectionId, topic],
  )
}

export interface PartToFetch {
  address: RecordAddress
  of: RecordPart
  field: Exclude<Field, { kind: 'null' }>
}

export interface Reading {
  onChunk: (chunk: Uint8Array, at: number) => void
  /** Before each chunk is asked for: how many bytes are there. */
  onProgress?: (doneBytes: number) => void
}

/** Fetches what is behind the bytes that came with the record, piece by piece and in order. */
export async function readOn(
  { address, of, field }: PartToFetch,
  reader: Pick<RecordReader, 'chunk'>,
  chunkBytes: number,
  signal: AbortSignal,
  { onChunk, onProgress }: Reading,
): Promise<void> {
  for (let at = field.bytes.length; at < field.sizeBytes; ) {
    onProgress?.(at)
    const chunk = await reader.chunk(address, of, at, chunkBytes, signal)
    signal.throwIfAborted()
    if (chunk.length === 0) throw new Error(`Only ${at} of ${field.sizeBytes} bytes of offset ${address.offset} came`)
    onChunk(chunk, at)
    at += chunk.length
  }
}

/** The same record with all its bytes where it came cut. */
export async function completed(record: WholeRecord, reader: RecordReader, signal: AbortSignal): Promise<WholeRecord> {
  const address = { partition: record.partition, offset: record.offset }
  const whole = (field: Field, of: RecordPart): Promise<Field> => completedField(field, address, of, reader, signal)
  return {
    ...record,
    key: await whole(record.key, { part: 'key' }),
    value: await whole(record.value, { part: 'value' }),
    headers: await Promise.all(
      record.headers.map(async ({ key, value }, index) => ({ key, value: await whole(value, { part: 'header', index }) })),
    ),
  }
}

export async function completedField(
  field: Field,
  address: RecordAddress,
  of: RecordPart,
  reader: RecordReader,
  signal: AbortSignal,
): Promise<Field> {
  if (field.kind === 'null' || !field.cut) return field
  const bytes = new Uint8Array(field.sizeBytes)
  bytes.set(field.bytes)
  await readOn({ address, of, field }, reader, CHUNK_BYTES, signal, { onChunk: (chunk, at) => bytes.set(chunk, at) })
  return { ...field, bytes, cut: false, text: field.kind === 'binary' ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
}
