// The value of a header as a person reads it. Kafka gives it no type: what is known of a name decides, then what the bytes look like, unless someone chose.
import { hexOf } from './hex.ts'
import { base64Of } from './record-export.ts'

/** How a value is to be shown; `auto` = by convention. */
export type HeaderForm = 'auto' | 'text' | 'integer' | 'hex' | 'base64'

export const HEADER_FORMS: readonly { form: HeaderForm; label: string }[] = [
  { form: 'auto', label: 'By convention' },
  { form: 'text', label: 'Text' },
  { form: 'integer', label: 'Big-endian integer' },
  { form: 'hex', label: 'Hexadecimal' },
  { form: 'base64', label: 'Base64' },
]

export interface ShownHeader {
  /** What it is shown as: `int64`; empty for text, which needs no name. */
  type: string
  text: string
  /** What the number means, where that is known: a time. */
  note: string
  /** Nothing but the length says so. */
  isGuess: boolean
}

/** Frameworks that write numbers as bytes: Spring for Apache Kafka (DLT, retry topics), Spring Cloud Stream. */
const INTEGER_NAMES =
  /^(?:kafka_(?:dlt-)?original-(?:partition|offset|timestamp)|kafka_deliveryAttempt|retry_topic-(?:attempts|original-timestamp|backoff-timestamp)|x-original-(?:partition|offset|timestamp))$/
const MAX_INTEGER_BYTES = 8

/** `text`: the bytes decoded; null where they are not UTF-8. `isBinary`: they have control characters, so that they are hardly meant as text. */
export interface HeaderBytes {
  bytes: Uint8Array
  text: string | null
  isBinary: boolean
}

export function headerValue(name: string, value: HeaderBytes, form: HeaderForm): ShownHeader {
  const { bytes, text } = value
  switch (form) {
    case 'auto':
      return byConvention(name, value)
    case 'text':
      return shown(text === null ? 'not UTF-8' : '', text ?? new TextDecoder().decode(bytes))
    case 'integer':
      return fitsInteger(bytes) ? integer(name, bytes) : shown('hex', hexOf(bytes), `${bytes.length} bytes are no integer of up to 64 bits`)
    case 'hex':
      return shown('hex', hexOf(bytes))
    case 'base64':
      return shown('base64', base64Of(bytes))
  }
}

function byConvention(name: string, { bytes, text, isBinary }: HeaderBytes): ShownHeader {
  if (INTEGER_NAMES.test(name) && fitsInteger(bytes)) return integer(name, bytes)
  if (text !== null && !isBinary) return shown('', text)
  if (bytes.length === 1 && bytes[0]! <= 1) return guess('boolean', bytes[0] === 1 ? 'true' : 'false')
  if ([1, 2, 4, 8].includes(bytes.length)) return { ...integer(name, bytes), isGuess: true }
  if (isUuid(bytes)) return guess('UUID', uuidOf(bytes))
  return shown('hex', hexOf(bytes))
}

const shown = (type: string, text: string, note = ''): ShownHeader => ({ type, text, note, isGuess: false })
const guess = (type: string, text: string): ShownHeader => ({ type, text, note: '', isGuess: true })
const fitsInteger = (bytes: Uint8Array): boolean => bytes.length >= 1 && bytes.length <= MAX_INTEGER_BYTES

function integer(name: string, bytes: Uint8Array): ShownHeader {
  const value = integerOf(bytes)
  return shown(`int${bytes.length * 8}`, value.toString(), /timestamp$/i.test(name) ? timeOf(value) : '')
}

/** Two's complement, most significant byte first: Java's int and long, and BigInteger.toByteArray. */
export function integerOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
  return BigInt.asIntN(bytes.length * 8, unsigned)
}

const MAX_DATE_MS = 8_640_000_000_000_000n
const timeOf = (epochMs: bigint): string => (epochMs < 0n || epochMs > MAX_DATE_MS ? '' : new Date(Number(epochMs)).toISOString())

/** Version 1 to 8 of RFC 9562: other sixteen bytes are rarely one. */
function isUuid(bytes: Uint8Array): boolean {
  return bytes.length === 16 && bytes[6]! >> 4 >= 1 && bytes[6]! >> 4 <= 8 && bytes[8]! >> 6 === 0b10
}

function uuidOf(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
