import { describe, expect, test } from 'vitest'
import { logConfigsOf } from '../../../core/broker/topic-log-configs.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { TopicConfigs } from '../../../core/metadata/topic-configs.ts'

const configsOf = (own: Record<string, string>, broker: Record<string, string> = {}) => logConfigsOf(TopicConfigs.from(own, BrokerConfigs.from(broker)))

describe('log configs of a topic', () => {
  test('are Kafka\'s defaults for a topic without configs', () => {
    expect(configsOf({})).toMatchObject({
      maxMessageBytes: 1_048_588,
      isCompacted: false,
      isDeleted: true,
      timestampType: 'CreateTime',
      timestampAfterMaxMs: 3_600_000,
      retentionMs: 7 * 24 * 3_600_000,
      retentionBytes: -1,
    })
    expect(configsOf({}).timestampBeforeMaxMs).toBeGreaterThanOrEqual(Number.MAX_SAFE_INTEGER)
  })

  test.each([
    ['max.message.bytes', '100', { maxMessageBytes: 100 }],
    ['cleanup.policy', 'compact', { isCompacted: true, isDeleted: false }],
    ['cleanup.policy', 'compact,delete', { isCompacted: true, isDeleted: true }],
    ['message.timestamp.type', 'LogAppendTime', { timestampType: 'LogAppendTime' }],
    ['message.timestamp.before.max.ms', '5', { timestampBeforeMaxMs: 5 }],
    ['message.timestamp.after.max.ms', '6', { timestampAfterMaxMs: 6 }],
    ['retention.ms', '-1', { retentionMs: -1 }],
    ['retention.bytes', '7', { retentionBytes: 7 }],
  ])('follow %s=%s', (name, text, expected) => {
    expect(configsOf({ [name]: text })).toMatchObject(expected)
  })

  test('follow the broker where the topic says nothing', () => {
    expect(configsOf({}, { 'log.retention.hours': '2' }).retentionMs).toBe(2 * 3_600_000)
  })
})
