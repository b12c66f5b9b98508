import { describe, expect, test } from 'vitest'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import type { ConfigEntry } from '../../../core/metadata/config-entries.ts'
import { brokerConfigEntries, ConfigSource, topicConfigEntries } from '../../../core/metadata/config-entries.ts'
import { TopicConfigs } from '../../../core/metadata/topic-configs.ts'

const { TOPIC_CONFIG, STATIC_BROKER_CONFIG, DEFAULT_CONFIG } = ConfigSource

function topicEntry(name: string, own: Record<string, string> = {}, broker: Record<string, string> = {}): ConfigEntry {
  return find(topicConfigEntries(TopicConfigs.from(own, BrokerConfigs.from(broker))), name)
}

function brokerEntry(name: string, settings: Record<string, string> = {}): ConfigEntry {
  return find(brokerConfigEntries(BrokerConfigs.from(settings), { 'node.id': '1' }), name)
}

function find(entries: ConfigEntry[], name: string): ConfigEntry {
  const entry = entries.find((one) => one.name === name)
  if (entry === undefined) throw new Error(`${name} is not described`)
  return entry
}

describe('the description of a topic config', () => {
  test('names the topic as the source of what the topic sets, with everything beneath as synonyms', () => {
    expect(topicEntry('max.message.bytes', { 'max.message.bytes': '9' }, { 'message.max.bytes': '8' })).toMatchObject({
      value: '9',
      source: TOPIC_CONFIG,
      readOnly: false,
      configType: 3,
      synonyms: [
        { name: 'max.message.bytes', value: '9', source: TOPIC_CONFIG },
        { name: 'message.max.bytes', value: '8', source: STATIC_BROKER_CONFIG },
        { name: 'message.max.bytes', value: '1048588', source: DEFAULT_CONFIG },
      ],
    })
  })

  test('names the broker setting that decides, in the setting\'s own unit', () => {
    expect(topicEntry('retention.ms', {}, { 'log.retention.hours': '1' })).toMatchObject({
      value: '3600000',
      source: STATIC_BROKER_CONFIG,
      synonyms: [{ name: 'log.retention.hours', value: '1', source: STATIC_BROKER_CONFIG }],
    })
  })

  test('is a default when nobody set it', () => {
    expect(topicEntry('retention.bytes')).toMatchObject({ value: '-1', source: DEFAULT_CONFIG })
    expect(topicEntry('remote.copy.lag.ms')).toMatchObject({ value: '0', source: DEFAULT_CONFIG, synonyms: [] })
  })

  test('has no default from beneath where Kafka gives the broker setting of the same unit none', () => {
    expect(topicEntry('retention.ms')).toMatchObject({ value: '604800000', source: DEFAULT_CONFIG, synonyms: [] })
    expect(topicEntry('retention.ms', { 'retention.ms': '9' }).synonyms).toEqual([{ name: 'retention.ms', value: '9', source: TOPIC_CONFIG }])
    expect(topicEntry('flush.ms').synonyms).toEqual([])
    expect(brokerEntry('log.roll.ms')).toMatchObject({ value: null, source: DEFAULT_CONFIG, synonyms: [] })
  })

  test('keeps all digits of a LONG', () => {
    expect(topicEntry('flush.ms').value).toBe('9223372036854775807')
  })
})

describe('the description of a broker config', () => {
  test('is static when it was set at start and default otherwise', () => {
    expect(brokerEntry('num.partitions', { 'num.partitions': '4' })).toMatchObject({
      value: '4',
      source: STATIC_BROKER_CONFIG,
      synonyms: [
        { name: 'num.partitions', value: '4', source: STATIC_BROKER_CONFIG },
        { name: 'num.partitions', value: '1', source: DEFAULT_CONFIG },
      ],
    })
    expect(brokerEntry('num.partitions')).toMatchObject({ value: '1', source: DEFAULT_CONFIG })
  })

  test('speaks for itself where another setting overrules it', () => {
    const settings = { 'log.retention.ms': '5' }
    expect(brokerEntry('log.retention.hours', settings)).toMatchObject({ value: '168', source: DEFAULT_CONFIG })
    expect(brokerEntry('log.retention.ms', settings)).toMatchObject({ value: '5', source: STATIC_BROKER_CONFIG })
  })

  test('that has no value says so and is a default', () => {
    expect(brokerEntry('log.retention.minutes')).toMatchObject({ value: null, source: DEFAULT_CONFIG })
  })

  test('never shows a password, neither as value nor as synonym', () => {
    const entry = brokerEntry('ssl.keystore.password', { 'ssl.keystore.password': 'hunter2' })
    expect(entry).toMatchObject({ value: null, isSensitive: true, source: STATIC_BROKER_CONFIG, configType: 9 })
    expect(JSON.stringify(entry)).not.toContain('hunter2')
  })

  test('says which configs Kafka lets change at run time, and which the broker decides itself', () => {
    expect(brokerEntry('message.max.bytes').readOnly).toBe(false)
    expect(brokerEntry('socket.request.max.bytes').readOnly).toBe(true)
    expect(brokerEntry('num.partitions').readOnly).toBe(true)
    expect(brokerEntry('node.id')).toMatchObject({
      value: '1', readOnly: true, source: STATIC_BROKER_CONFIG, synonyms: [{ name: 'node.id', value: '1', source: STATIC_BROKER_CONFIG }],
    })
    expect(brokerEntry('broker.id')).toMatchObject({ value: '-1', readOnly: true, source: DEFAULT_CONFIG })
  })

  test('admits when Headwater does not act on it', () => {
    expect(brokerEntry('num.io.threads').documentation).toBe('Threads that process requests. Listed for tools; Headwater does not act on it.')
    expect(brokerEntry('num.partitions').documentation).toBe('Partitions of a topic created without a number.')
  })

  test('comes once per name, sorted', () => {
    const names = brokerConfigEntries(BrokerConfigs.from({}), {}).map(({ name }) => name)
    expect(names).toEqual([...new Set(names)].sort())
    expect(names.length).toBeGreaterThan(150)
  })
})
