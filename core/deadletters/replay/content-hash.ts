// Tells one record's bytes from another's: null from empty, and each header in its place.
import { hash } from 'node:crypto'

export interface RecordContent {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
}

/** Most records fit; it is written and hashed in one turn. */
const scratch = Buffer.allocUnsafe(64 * 1024)

/** 16 hex characters. */
export function contentHash(content: RecordContent): string {
  const { key, value, headers } = content
  const sizeBytes = contentBytes(content) + 4 * (2 + 2 * headers.length)
  const bytes = sizeBytes <= scratch.length ? scratch : Buffer.allocUnsafe(sizeBytes)
  let at = put(bytes, put(bytes, 0, key), value)
  for (const header of headers) {
    const length = bytes.write(header.key, at + 4, 'utf8')
    at = put(bytes, bytes.writeInt32BE(length, at) + length, header.value)
  }
  return hash('sha256', bytes.subarray(0, at), 'hex').slice(0, 16)
}

/** Where the next one goes. */
function put(target: Buffer, at: number, bytes: Buffer | null): number {
  const begin = target.writeInt32BE(bytes?.length ?? -1, at)
  return begin + (bytes?.copy(target, begin) ?? 0)
}

/** Key, value and headers, without what a batch spends on it. */
export function contentBytes({ key, value, headers }: RecordContent): number {
  return headers.reduce((sum, header) => sum + Buffer.byteLength(header.key) + (header.value?.length ?? 0), (key?.length ?? 0) + (value?.length ?? 0))
}

export function isSameContent(one: RecordContent, other: RecordContent): boolean {
  return isSameBytes(one.key, other.key) && isSameBytes(one.value, other.value) && isSameHeaders(one.headers, other.headers)
}

export function isSameBytes(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other)
}

function isSameHeaders(one: RecordContent['headers'], other: RecordContent['headers']): boolean {
  return one.length === other.length && one.every(({ key, value }, i) => key === other[i]!.key && isSameBytes(value, other[i]!.value))
}
