import { describe, expect, test } from 'vitest'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { ConfigError } from '../../../core/metadata/config-definition.ts'
import { TopicConfigs } from '../../../core/metadata/topic-configs.ts'

const topic = (own: Record<string, string>, broker: Record<string, string> = {}): TopicConfigs => TopicConfigs.from(own, BrokerConfigs.from(broker))

describe('a topic config', () => {
  test('comes from the topic before the broker before the default', () => {
    expect(topic({}).get('max.message.bytes')).toBe(1_048_588)
    expect(topic({}, { 'message.max.bytes': '500' }).get('max.message.bytes')).toBe(500)
    expect(topic({ 'max.message.bytes': '200' }, { 'message.max.bytes': '500' }).get('max.message.bytes')).toBe(200)
  })

  test.each([
    [{}, 604_800_000],
    [{ 'log.retention.hours': '2' }, 7_200_000],
    [{ 'log.retention.hours': '2', 'log.retention.minutes': '3' }, 180_000],
    [{ 'log.retention.hours': '2', 'log.retention.minutes': '3', 'log.retention.ms': '4' }, 4],
    [{ 'log.retention.hours': '-1' }, -1],
    [{ 'log.retention.minutes': '-1' }, -1],
    [{ 'log.retention.ms': '-1' }, -1],
  ])('retention.ms follows milliseconds before minutes before hours: %j', (broker, retentionMs) => {
    expect(topic({}, broker as Record<string, string>).get('retention.ms')).toBe(retentionMs)
  })

  test('has the type that Kafka gives it', () => {
    const configs = topic({ 'cleanup.policy': 'compact, delete', 'min.cleanable.dirty.ratio': '0.1', preallocate: 'True' })
    expect(configs.get('cleanup.policy')).toEqual(['compact', 'delete'])
    expect(configs.get('min.cleanable.dirty.ratio')).toBe(0.1)
    expect(configs.get('preallocate')).toBe(true)
    expect(configs.get('message.timestamp.type')).toBe('CreateTime')
    expect(configs.reading('flush.messages').text).toBe('9223372036854775807')
  })

  test('that the topic sets is kept in canonical text, and nothing else is', () => {
    expect(topic({ 'retention.ms': ' +60000 ', 'cleanup.policy': 'compact, delete' }).own).toEqual({
      'retention.ms': '60000',
      'cleanup.policy': 'compact,delete',
    })
  })

  test.each([
    [{ 'retention.mss': '1' }, 'Unknown topic config "retention.mss". Did you mean "retention.ms"?'],
    [{ 'num.partitions': '1' }, 'Unknown topic config "num.partitions".'],
    [{ 'retention.ms': 'week' }, 'Topic config "retention.ms" cannot be "week": it must be a whole number.'],
    [{ 'retention.ms': '-2' }, 'Topic config "retention.ms" cannot be "-2": it must be at least -1.'],
    [{ 'cleanup.policy': 'purge' }, 'Topic config "cleanup.policy" cannot be "purge": it must be a list of compact, delete.'],
    [{ 'segment.bytes': '1000' }, 'Topic config "segment.bytes" cannot be "1000": it must be at least 1048576.'],
    [{ 'compression.gzip.level': '0' }, 'Topic config "compression.gzip.level" cannot be "0": it must be between 1 and 9, or -1.'],
    [{ 'remote.storage.enable': 'true' }, 'Topic config "remote.storage.enable" cannot be "true": this broker has no remote storage.'],
    [
      { 'leader.replication.throttled.replicas': '0:1,x' },
      'Topic config "leader.replication.throttled.replicas" cannot be "0:1,x": it must be "*" or a list of partition:broker pairs.',
    ],
    [
      { 'min.compaction.lag.ms': '10', 'max.compaction.lag.ms': '5' },
      'Topic config "min.compaction.lag.ms" (10) must not be above "max.compaction.lag.ms" (5).',
    ],
  ])('%j is refused with one sentence that names it', (own, sentence) => {
    expect(() => topic(own as Record<string, string>)).toThrow(new ConfigError(sentence))
  })

  test.each(['*', '0:1', '0:1,1:2', ''])('throttled replicas may be %j', (replicas) => {
    expect(() => topic({ 'follower.replication.throttled.replicas': replicas })).not.toThrow()
  })

  test('of a stored topic is believed even when the broker\'s settings have moved under it', () => {
    const broker = BrokerConfigs.from({ 'log.cleaner.max.compaction.lag.ms': '5' })
    expect(TopicConfigs.stored({ 'min.compaction.lag.ms': '10' }, broker).get('min.compaction.lag.ms')).toBe(10)
  })
})

describe('a topic config that changes', () => {
  test('is seen through the object that the topic has had from the start', () => {
    const configs = topic({ 'max.message.bytes': '200' })
    expect(configs.get('max.message.bytes')).toBe(200)
    configs.replaceBy(topic({ 'retention.ms': '5' }))
    expect([configs.get('max.message.bytes'), configs.get('retention.ms'), configs.own]).toEqual([1_048_588, 5, { 'retention.ms': '5' }])
  })

  test('follows the broker\'s', () => {
    const broker = BrokerConfigs.from({})
    const configs = TopicConfigs.from({}, broker)
    expect(configs.get('max.message.bytes')).toBe(1_048_588)
    broker.setDynamic({ broker: {}, cluster: { 'message.max.bytes': '500' } })
    expect(configs.get('max.message.bytes')).toBe(500)
  })
})
