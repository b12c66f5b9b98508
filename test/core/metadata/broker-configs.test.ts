import { describe, expect, test } from 'vitest'
import { BrokerConfigs, parseSettings } from '../../../core/metadata/broker-configs.ts'
import { ConfigError } from '../../../core/metadata/config-definition.ts'

describe('broker settings', () => {
  test('have Kafka\'s defaults, and Headwater\'s where a workbench wants another', () => {
    const configs = BrokerConfigs.from({})
    expect({
      partitions: configs.getInt('num.partitions'),
      autoCreate: configs.getBoolean('auto.create.topics.enable'),
      maxMessage: configs.getInt('message.max.bytes'),
      maxRequest: configs.getInt('socket.request.max.bytes'),
      idle: configs.getInt('connections.max.idle.ms'),
      retentionMs: configs.get('log.retention.ms'),
      minSession: configs.getInt('group.min.session.timeout.ms'),
      rebalanceDelay: configs.getInt('group.initial.rebalance.delay.ms'),
      quota: configs.getInt('headwater.disk.quota.bytes'),
      floor: configs.getInt('headwater.disk.free.floor.bytes'),
      generation: configs.getInt('headwater.generation.bytes'),
      queue: configs.getInt('headwater.queue.max.bytes'),
    }).toEqual({
      partitions: 1,
      autoCreate: true,
      maxMessage: 1_048_588,
      maxRequest: 104_857_600,
      idle: 600_000,
      retentionMs: null,
      minSession: 6000,
      rebalanceDelay: 0,
      quota: -1,
      floor: 268_435_456,
      generation: 268_435_456,
      queue: 67_108_864,
    })
  })

  test('that are set win over the default and know that they were set', () => {
    const configs = BrokerConfigs.from({ 'num.partitions': ' 4 ', 'log.cleanup.policy': 'compact,delete' })
    expect(configs.getInt('num.partitions')).toBe(4)
    expect(configs.reading('num.partitions').text).toBe('4')
    expect(configs.get('log.cleanup.policy')).toEqual(['compact', 'delete'])
    expect([configs.isSet('num.partitions'), configs.isSet('message.max.bytes')]).toEqual([true, false])
  })

  test('that Headwater lists without acting on them are named, so that a host can warn', () => {
    expect(BrokerConfigs.from({ 'num.partitions': '2', 'num.io.threads': '4' }).inertSettings()).toEqual(['num.io.threads'])
  })

  test.each([
    [{ 'num.partition': '4' }, 'Unknown setting "num.partition". Did you mean "num.partitions"?'],
    [{ colour: 'blue' }, 'Unknown setting "colour".'],
    [{ toString: '1' }, 'Unknown setting "toString".'],
    [{ 'num.partitions': '0' }, 'Setting "num.partitions" cannot be "0": it must be at least 1.'],
    [{ 'num.partitions': 'four' }, 'Setting "num.partitions" cannot be "four": it must be a whole number.'],
    [{ 'auto.create.topics.enable': 'maybe' }, 'Setting "auto.create.topics.enable" cannot be "maybe": it must be true or false.'],
    [{ 'default.replication.factor': '3' }, 'Setting "default.replication.factor" cannot be "3": it must be at most 1.'],
    [{ 'node.id': '7' }, 'Setting "node.id" cannot be set: Headwater decides it when it starts.'],
    [
      { 'group.min.session.timeout.ms': '2000000' },
      'Setting "group.min.session.timeout.ms" (2000000) must not be above "group.max.session.timeout.ms" (1800000).',
    ],
  ])('%j is refused with one sentence', (settings, sentence) => {
    expect(() => BrokerConfigs.from(settings as Record<string, string>)).toThrow(new ConfigError(sentence))
  })
})

describe('settings that change while the broker runs', () => {
  const configs = () => BrokerConfigs.from({ 'message.max.bytes': '5' })

  test('count before those from the start: cluster-wide, and above that for this broker', () => {
    const running = configs()
    running.setDynamic({ broker: {}, cluster: { 'message.max.bytes': '6' } })
    expect(running.getInt('message.max.bytes')).toBe(6)
    running.setDynamic({ broker: { 'message.max.bytes': '7' }, cluster: { 'message.max.bytes': '6' } })
    expect(running.getInt('message.max.bytes')).toBe(7)
    expect(running.settings('message.max.bytes').map(({ layer, reading }) => [layer, reading.text])).toEqual([['broker', '7'], ['cluster', '6'], ['static', '5']])
    running.setDynamic({ broker: {}, cluster: {} })
    expect(running.getInt('message.max.bytes')).toBe(5)
  })

  test('raise the revision and are announced', () => {
    const running = configs()
    let changes = 0
    running.changed.on(() => (changes += 1))
    running.setDynamic({ broker: {}, cluster: {} })
    expect([running.revision, changes]).toEqual([1, 1])
  })

  test('may have names that Headwater does not know; values that it cannot read are left out and named', () => {
    const running = configs()
    expect(running.setDynamic({ broker: { 'my.plugin': 'x', 'message.max.bytes': 'big' }, cluster: { 'log.retention.ms': 'week' } })).toEqual(['message.max.bytes', 'log.retention.ms'])
    expect(running.dynamic).toEqual({ broker: { 'my.plugin': 'x' }, cluster: {} })
  })

  test('are checked together with what is set from the start', () => {
    const dynamic = { broker: {}, cluster: { 'log.cleaner.min.compaction.lag.ms': '9', 'log.cleaner.max.compaction.lag.ms': '8' } }
    expect(() => configs().checkDynamic(dynamic)).toThrow(ConfigError)
    expect(configs().dynamic.cluster).toEqual({})
  })
})

describe('settings written as name=value', () => {
  test('are split at the first "=", and the last of two counts', () => {
    expect(parseSettings(['num.partitions=4', ' sasl.jaas.config = a=b ', 'num.partitions=5', 'broker.rack='])).toEqual({
      'num.partitions': '5',
      'sasl.jaas.config': 'a=b',
      'broker.rack': '',
    })
  })

  test.each(['num.partitions', '=4', ''])('%j is refused with an example', (line) => {
    expect(() => parseSettings([line])).toThrow(
      new ConfigError(`Setting "${line}" has no value. Write it as name=value, for example num.partitions=4.`),
    )
  })
})
