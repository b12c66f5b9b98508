// Spring Cloud Stream's `embeddedHeaders` mode: headers inside of the payload, before the message itself, as JSON.
import type { FailureHeader } from '../failure.ts'

const MARK = 0xff
const MAX_VALUE_BYTES = 1024 * 1024
/** As the binder writes them where headers are Kafka's own. */
const INT32: ReadonlySet<string> = new Set(['x-original-partition'])
const INT64: ReadonlySet<string> = new Set(['x-original-offset', 'x-original-timestamp'])

/** `ff`, a count, then names of up to 255 bytes and values of up to 4 GiB, each behind its length; null where the payload has another form. */
export function embeddedHeaders(value: Buffer | null): FailureHeader[] | null {
  if (value === null || value.length < 2 || value[0] !== MARK) return null
  const headers: FailureHeader[] = []
  let at = 2
  for (let left = value[1]!; left > 0; left--) {
    const nameEnd = at + 1 + (value[at] ?? 0)
    if (nameEnd + 4 > value.length) return null
    const valueEnd = nameEnd + 4 + value.readUInt32BE(nameEnd)
    if (valueEnd > value.length) return null
    const name = value.toString('utf8', at + 1, nameEnd)
    const header = headerOf(name, value.subarray(nameEnd + 4, Math.min(valueEnd, nameEnd + 4 + MAX_VALUE_BYTES)))
    if (header) headers.push(header)
    at = valueEnd
  }
  return headers
}

function headerOf(key: string, json: Buffer): FailureHeader | null {
  const value = parsed(json)
  if (typeof value === 'string') return { key, value: Buffer.from(value) }
  if (!Number.isSafeInteger(value)) return null
  if (INT32.has(key)) return { key, value: int(4, value as number) }
  return INT64.has(key) ? { key, value: int(8, value as number) } : null
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'))
  } catch {
    // Another mapper may have written it: then it is left alone.
    return undefined
  }
}

function int(length: 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(length)
  if (length === 4) bytes.writeInt32BE(value | 0)
  else bytes.writeBigInt64BE(BigInt(value))
  return bytes
}
