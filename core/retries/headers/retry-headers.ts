// What a dialect writes into the headers of a record on its way through the tiers, and how it counts attempts.
import type { RecordHeader } from '../../protocol/records/record.ts'

/** A failure as the forwarder knows it: mostly what the consumer said in `x-…` headers. */
export interface FailedAttempt {
  /** Number of the attempt that failed; the first is 1. */
  readonly attempt: number
  readonly failedAtMs: number
  readonly group: string | null
  readonly origin: { readonly topic: string; readonly partition: number | null; readonly offset: number | null; readonly timestampMs: number | null }
  readonly error: { readonly className: string | null; readonly message: string | null; readonly stack: string | null }
}

export interface RetryHeaders {
  /** The attempt that has just failed; what is missing or makes no sense counts as the first (F7). */
  attemptOf(headers: readonly RecordHeader[]): number
  /** For the tier in which it waits until `dueMs`. */
  toTier(headers: readonly RecordHeader[], failed: FailedAttempt, dueMs: number): RecordHeader[]
  toDeadLetters(headers: readonly RecordHeader[], failed: FailedAttempt): RecordHeader[]
}

/** More attempts than any policy allows: a number beyond is not one that was counted. */
export const MAX_ATTEMPTS = 32_767

export const isAttempt = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= MAX_ATTEMPTS

export function last(headers: readonly RecordHeader[], name: string): Buffer | null {
  return headers.findLast(({ key }) => key === name)?.value ?? null
}

export function first(headers: readonly RecordHeader[], name: string): Buffer | null {
  return headers.find(({ key }) => key === name)?.value ?? null
}

/** All but those named, in their order. */
export function without(headers: readonly RecordHeader[], names: ReadonlySet<string>): RecordHeader[] {
  return headers.filter(({ key }) => !names.has(key))
}

export const has = (headers: readonly RecordHeader[], name: string): boolean => headers.some(({ key }) => key === name)

/** A whole number in decimal digits, or null. */
export function decimal(value: Buffer | null): number | null {
  if (value === null || value.length === 0 || value.length > 16) return null
  const text = value.toString('latin1')
  const number = Number(text)
  return /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : null
}

/** Left out where there is nothing to say. */
export function text(key: string, value: string | number | null): RecordHeader[] {
  return value === null ? [] : [{ key, value: Buffer.from(String(value)) }]
}

export function int32(key: string, value: number | null): RecordHeader[] {
  if (value === null) return []
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return [{ key, value: bytes }]
}

export function int64(key: string, value: number | null): RecordHeader[] {
  if (value === null) return []
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(BigInt(value))
  return [{ key, value: bytes }]
}

/** As Java's `BigInteger.toByteArray()`: no more bytes than the number and its sign take. */
export function bigInteger(key: string, value: number): RecordHeader {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(BigInt(value))
  const sign = value < 0 ? 0xff : 0
  let from = 0
  while (from < 7 && bytes[from] === sign && (bytes[from + 1]! & 0x80) === (sign & 0x80)) from++
  return { key, value: Buffer.from(bytes.subarray(from)) }
}
