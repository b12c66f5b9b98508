// Dead letters made by hand, with the encodings that frameworks use, and what is made of them.
import { type DecodeContext, decodeFailure, type Failure, type FailureHeader, type RawRecord } from '../../core/deadletters/failure.ts'

/** 2026-09-21T14:13:20Z */
export const T0 = 1_790_000_000_000

export const u8 = (key: string, text: string): FailureHeader => ({ key, value: Buffer.from(text) })
export const dec = (key: string, value: number): FailureHeader => u8(key, String(value))
export const hex = (key: string, bytes: string): FailureHeader => ({ key, value: Buffer.from(bytes.replaceAll(' ', ''), 'hex') })
export const none = (key: string): FailureHeader => ({ key, value: null })

export function i32be(key: string, value: number): FailureHeader {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return { key, value: bytes }
}

export function i64be(key: string, value: number): FailureHeader {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return { key, value: bytes }
}

/** As Java's `BigInteger.toByteArray()`. */
export function bigintBe(key: string, value: number): FailureHeader {
  const digits = value.toString(16)
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  return hex(key, Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even)
}

/** Written ten seconds after T0. */
export function deadLetter(topic: string, headers: readonly FailureHeader[], more: Partial<RawRecord> = {}): RawRecord {
  return { topic, topicId: `id-of-${topic}`, partition: 0, offset: 7, timestampMs: T0 + 10_000, timestampType: 'CreateTime', key: Buffer.from('k'), value: Buffer.from('{}'), headers, ...more }
}

export function failureOf(topic: string, headers: readonly FailureHeader[], more: Partial<RawRecord> = {}, context: Partial<DecodeContext> = {}): Failure {
  return decodeFailure(deadLetter(topic, headers, more), { clusterId: 'cluster', ...context })
}

/** What dialects have in common, without the place of the dead letter and the hash. */
export function told(failure: Failure): Omit<Failure, 'key' | 'fingerprint' | 'dlqTimestamp' | 'tsType' | 'replay' | 'payloadSource'> {
  const { key: _key, fingerprint: _fingerprint, dlqTimestamp: _at, tsType: _type, replay: _replay, payloadSource: _source, ...rest } = failure
  return rest
}

export const STACK = [
  'org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed',
  '\tat org.springframework.kafka.listener.KafkaMessageListenerContainer.run(KafkaMessageListenerContainer.java:873)',
  'Caused by: com.example.PriceMissing: No price for article 4711',
  '\tat com.example.Prices.of(Prices.java:31)',
  '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
  '\t... 14 more',
].join('\n')
