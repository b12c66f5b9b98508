import { describe, expect, test } from 'vitest'
import { deadLetterHeaders, retryHeaders } from '../../../core/services/demo-failures.ts'

const origin = { topic: 'payments', partition: 2, offset: 8_841, timestampMs: 1_700_000_000_000 }
const failure = { cause: { class: 'java.net.SocketTimeoutException', message: 'Read timed out', frames: ['com.example.Gateway.ask(Gateway.java:7)'] }, listener: 'onPayment' }
const written = (headers: readonly { key: string; value: Buffer | null }[]): [string, string][] => headers.map(({ key, value }) => [key, key.includes('stacktrace') ? '…' : value!.toString('hex')])
const hex = (text: string): string => Buffer.from(text).toString('hex')

describe('Headers of failed records', () => {
  test('of a dead-letter recoverer: the origin as text and fixed-width numbers, the cause beside the wrapping exception', () => {
    expect(written(deadLetterHeaders(origin, 'billing', failure))).toEqual([
      ['kafka_dlt-original-topic', hex('payments')],
      ['kafka_dlt-original-partition', '00000002'],
      ['kafka_dlt-original-offset', '0000000000002289'],
      ['kafka_dlt-original-timestamp', '0000018bcfe56800'],
      ['kafka_dlt-original-timestamp-type', hex('CreateTime')],
      ['kafka_dlt-original-consumer-group', hex('billing')],
      ['kafka_dlt-exception-fqcn', hex('org.springframework.kafka.listener.ListenerExecutionFailedException')],
      ['kafka_dlt-exception-cause-fqcn', hex('java.net.SocketTimeoutException')],
      ['kafka_dlt-exception-message', hex("Listener method 'onPayment' threw exception; Read timed out")],
      ['kafka_dlt-exception-stacktrace', '…'],
    ])
  })

  test('of retry topics: one set per hop, times as short as Java writes them', () => {
    const hops = [
      { attempts: 2, failedAtMs: 1_700_000_001_000, dueAtMs: 1_700_000_061_000 },
      { attempts: 3, failedAtMs: 1_700_000_062_000, dueAtMs: 128 },
    ]
    const headers = written(retryHeaders(origin, 'billing', failure, hops))
    expect(headers.slice(0, 3)).toEqual([
      ['kafka_original-topic', hex('payments')],
      ['kafka_original-partition', '00000002'],
      ['kafka_original-offset', '0000000000002289'],
    ])
    expect(headers.slice(-6)).toEqual([
      ['retry_topic-original-timestamp', '018bcfe56800'],
      ['retry_topic-attempts', '00000002'],
      ['retry_topic-backoff-timestamp', '018bcfe65648'],
      ['retry_topic-original-timestamp', '018bcfe56800'],
      ['retry_topic-attempts', '00000003'],
      ['retry_topic-backoff-timestamp', '0080'],
    ])
  })
})
