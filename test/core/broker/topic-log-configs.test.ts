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
      minCleanableDirtyRatio: 0.5,
      minCompactionLagMs: 0,
      deleteRetentionMs: 24 * 3_600_000,
      compressionType: 'producer',
      compressionLevel: undefined,
    })
    expect(configsOf({}).maxCompactionLagMs).toBeGreaterThanOrEqual(Number.MAX_SAFE_INTEGER)
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
    ['min.cleanable.dirty.ratio', '0.1', { minCleanableDirtyRatio: 0.1 }],
    ['min.compaction.lag.ms', '9', { minCompactionLagMs: 9 }],
    ['max.compaction.lag.ms', '10', { maxCompactionLagMs: 10 }],
    ['delete.retention.ms', '11', { deleteRetentionMs: 11 }],
    ['compression.type', 'uncompressed', { compressionType: 0, compressionLevel: undefined }],
    ['compression.type', 'gzip', { compressionType: 1, compressionLevel: -1 }],
    ['compression.type', 'snappy', { compressionType: 2, compressionLevel: undefined }],
    ['compression.type', 'lz4', { compressionType: 3, compressionLevel: undefined }],
    ['compression.type', 'zstd', { compressionType: 4, compressionLevel: 3 }],
  ])('follow %s=%s', (name, text, expected) => {
    expect(configsOf({ [name]: text })).toMatchObject(expected)
  })

  test('take the level of the codec that is chosen', () => {
    const levels = { 'compression.gzip.level': '2', 'compression.lz4.level': '12', 'compression.zstd.level': '19' }
    const levelOf = (type: string) => configsOf({ ...levels, 'compression.type': type }).compressionLevel
    expect(['gzip', 'zstd', 'lz4', 'snappy', 'producer'].map(levelOf)).toEqual([2, 19, undefined, undefined, undefined])
  })

  test('follow the broker where the topic says nothing', () => {
    expect(configsOf({}, { 'log.retention.hours': '2' }).retentionMs).toBe(2 * 3_600_000)
  })
})
