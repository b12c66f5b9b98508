// What Spring for Apache Kafka writes into the headers of records that failed: of its retry topics, and of a plain dead-letter recoverer.
import type { RecordHeader } from './demo-record.ts'

/** Where a record stood when its listener failed. */
export interface Origin {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
}

export interface Failure {
  readonly cause: string
  readonly message: string
  readonly listener: string
}

export interface Hop {
  /** Attempts so far, the one that comes next included. */
  readonly attempts: number
  readonly failedAtMs: number
  /** When the next attempt is due. */
  readonly dueAtMs: number
}

const LISTENER_FAILED = 'org.springframework.kafka.listener.ListenerExecutionFailedException'

/** `@RetryableTopic`: the origin is that of the first hop; one set of `retry_topic-*` headers is added per hop and all are kept. */
export function retryHeaders(origin: Origin, group: string, failure: Failure, hops: readonly Hop[]): RecordHeader[] {
  return [
    ...originHeaders('kafka_original', origin),
    utf8('kafka_dlt-original-consumer-group', group),
    ...exceptionHeaders('kafka_exception', failure),
    ...hops.flatMap(({ attempts, dueAtMs }) => [
      { key: 'retry_topic-original-timestamp', value: bigInteger(origin.timestampMs) },
      { key: 'retry_topic-attempts', value: int32(attempts) },
      { key: 'retry_topic-backoff-timestamp', value: bigInteger(dueAtMs) },
    ]),
  ]
}

/** `DeadLetterPublishingRecoverer` on its own. */
export function deadLetterHeaders(origin: Origin, group: string, failure: Failure): RecordHeader[] {
  return [...originHeaders('kafka_dlt-original', origin), utf8('kafka_dlt-original-consumer-group', group), ...exceptionHeaders('kafka_dlt-exception', failure)]
}

function originHeaders(prefix: string, { topic, partition, offset, timestampMs }: Origin): RecordHeader[] {
  return [
    utf8(`${prefix}-topic`, topic),
    { key: `${prefix}-partition`, value: int32(partition) },
    { key: `${prefix}-offset`, value: int64(offset) },
    { key: `${prefix}-timestamp`, value: int64(timestampMs) },
    utf8(`${prefix}-timestamp-type`, 'CreateTime'),
  ]
}

function exceptionHeaders(prefix: string, { cause, message, listener }: Failure): RecordHeader[] {
  const outer = `Listener method '${listener}' threw exception`
  return [
    utf8(`${prefix}-fqcn`, LISTENER_FAILED),
    utf8(`${prefix}-cause-fqcn`, cause),
    utf8(`${prefix}-message`, `${outer}; ${message}`),
    utf8(`${prefix}-stacktrace`, stackTrace(outer, cause, message)),
  ]
}

function stackTrace(outer: string, cause: string, message: string): string {
  return [
    `${LISTENER_FAILED}: ${outer}`,
    '\tat org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter.invokeHandler(MessagingMessageListenerAdapter.java:462)',
    '\tat org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter.onMessage(RecordMessagingMessageListenerAdapter.java:85)',
    '\tat org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.doInvokeOnMessage(KafkaMessageListenerContainer.java:2873)',
    '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
    `Caused by: ${cause}: ${message}`,
    '\tat com.example.payments.gateway.CardGateway.authorise(CardGateway.java:118)',
    '\tat com.example.payments.PaymentsListener.onPayment(PaymentsListener.java:57)',
    '\t... 14 more',
    '',
  ].join('\n')
}

function utf8(key: string, value: string): RecordHeader {
  return { key, value: Buffer.from(value) }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

/** As Java's `BigInteger.toByteArray()`: big-endian two's complement in as few bytes as hold it, sign bit included. */
function bigInteger(value: number): Buffer {
  const bytes = int64(value)
  let start = 0
  while (start < 7 && bytes[start] === 0 && bytes[start + 1]! < 0x80) start += 1
  return bytes.subarray(start)
}
