// What Spring for Apache Kafka writes into the headers of records that failed: of its retry topics, and of a plain dead-letter recoverer.
import type { RecordHeader } from './demo-record.ts'

/** Where a record stood when its listener failed. */
export interface Origin {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
}

/** An exception as its stack trace tells it. */
export interface Thrown {
  readonly class: string
  readonly message: string
  /** Without the `at` in front. */
  readonly frames: readonly string[]
}

export interface Failure {
  readonly cause: Thrown
  /** Where the listener threw; null = its record could not be read, and it was never called. */
  readonly listener: string | null
}

export interface Hop {
  /** Attempts so far, the one that comes next included. */
  readonly attempts: number
  readonly failedAtMs: number
  /** When the next attempt is due. */
  readonly dueAtMs: number
}

const LISTENER_FAILED = 'org.springframework.kafka.listener.ListenerExecutionFailedException'
const NOT_READ = 'org.springframework.kafka.support.serializer.DeserializationException'

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

/** The cause is the direct one; of a record that was not read, Spring names its own exception twice. */
function exceptionHeaders(prefix: string, { cause, listener }: Failure): RecordHeader[] {
  const outer = listener === null ? unread : threw(listener)
  return [
    utf8(`${prefix}-fqcn`, outer.class),
    utf8(`${prefix}-cause-fqcn`, listener === null ? outer.class : cause.class),
    utf8(`${prefix}-message`, listener === null ? outer.message : `${outer.message}; ${cause.message}`),
    utf8(`${prefix}-stacktrace`, stackTrace([outer, cause])),
  ]
}

function threw(listener: string): Thrown {
  return {
    class: LISTENER_FAILED,
    message: `Listener method '${listener}' threw exception`,
    frames: [
      'org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.decorateException(KafkaMessageListenerContainer.java:3241)',
      'org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.doInvokeOnMessage(KafkaMessageListenerContainer.java:3112)',
      'org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.invokeRecordListener(KafkaMessageListenerContainer.java:2692)',
      'java.base/java.lang.Thread.run(Thread.java:1583)',
    ],
  }
}

const unread: Thrown = {
  class: NOT_READ,
  message: 'failed to deserialize',
  frames: [
    'org.springframework.kafka.support.serializer.SerializationUtils.deserializationException(SerializationUtils.java:158)',
    'org.springframework.kafka.support.serializer.ErrorHandlingDeserializer.deserialize(ErrorHandlingDeserializer.java:218)',
    'java.base/java.lang.Thread.run(Thread.java:1583)',
  ],
}

/** As the JVM prints it, the outermost first. */
export function stackTrace(thrown: readonly Thrown[]): string {
  const sections = thrown.map(({ class: name, message, frames }, index) => {
    return [`${index === 0 ? '' : 'Caused by: '}${name}: ${message}`, ...frames.map((frame) => `\tat ${frame}`), ...(index === 0 ? [] : ['\t... 14 more'])]
  })
  return `${sections.flat().join('\n')}\n`
}

export function utf8(key: string, value: string): RecordHeader {
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
