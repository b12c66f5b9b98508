// Tells one record's bytes from another's: null from empty, and each header in its place.
import { createHash } from 'node:crypto'

export interface RecordContent {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
}

const lengths = Buffer.alloc(4)

/** 16 hex characters. */
export function contentHash({ key, value, headers }: RecordContent): string {
  const hash = createHash('sha256')
  const add = (bytes: Buffer | null): void => {
    lengths.writeInt32BE(bytes?.length ?? -1)
    hash.update(lengths)
    if (bytes !== null) hash.update(bytes)
  }
  add(key)
  add(value)
  for (const header of headers) {
    add(Buffer.from(header.key))
    add(header.value)
  }
  return hash.digest('hex').slice(0, 16)
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
