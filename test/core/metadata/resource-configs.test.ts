import { beforeEach, describe, expect, test } from 'vitest'
import { LeveledLogger } from '../../../core/base/leveled-logger.ts'
import { silentLogger } from '../../../core/base/logger.ts'
import { seededRandom } from '../../../core/base/random.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { Features } from '../../../core/metadata/features.ts'
import { loadConfigs } from '../../../core/metadata/load-configs.ts'
import { type ConfigsChange, ROOT_LOGGER } from '../../../core/metadata/resource-configs.ts'
import { Topics } from '../../../core/metadata/topics.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { MemoryStore } from '../../support/memory-store.ts'

let topics: Topics
let store: MemoryStore
let parts: ReturnType<typeof loadConfigs>
const logger = new LeveledLogger(silentLogger)

beforeEach(async () => {
  store = new MemoryStore()
  const configs = BrokerConfigs.from({})
  topics = Topics.load(store, { clock: new FakeTime(), random: seededRandom(1), configs })
  parts = loadConfigs(store, { nodeId: 1, configs, topics, features: Features.load(store, []), logger })
  await topics.create({ name: 'orders', partitionCount: 1, configs: { 'retention.ms': '9' } })
})

const alter = (type: number, name: string, change: ConfigsChange, validateOnly = false) => parts.resourceConfigs.alter({ type, name }, change, validateOnly)
const set = (name: string, value: string): ConfigsChange => ({ changes: [{ name, operation: 0, value }] })

describe('the configs of a resource', () => {
  test('change one by one, or all at once', async () => {
    await alter(2, 'orders', set('retention.bytes', '5'))
    expect(topics.get('orders')!.configs.own).toEqual({ 'retention.ms': '9', 'retention.bytes': '5' })
    await alter(2, 'orders', { all: { 'retention.bytes': '6' } })
    expect(topics.get('orders')!.configs.own).toEqual({ 'retention.bytes': '6' })
  })

  test('of this broker are kept under its number, however that is written', async () => {
    await alter(4, '+01', set('log.retention.ms', '5'))
    expect(parts.dynamicConfigs.own(4, '1')).toEqual({ 'log.retention.ms': '5' })
  })

  test('of loggers change one by one only', async () => {
    await alter(8, '1', set(ROOT_LOGGER, 'WARN'))
    expect(logger.level).toBe('WARN')
    await expect(alter(8, '1', { all: { root: 'INFO' } })).rejects.toThrow('Resource type 8 has no configs that can be changed this way.')
  })

  test('two changes of one topic at the same time both count', async () => {
    await Promise.all([alter(2, 'orders', set('retention.bytes', '5')), alter(2, 'orders', set('max.message.bytes', '6')), topics.createPartitions('orders', 2)])
    expect(topics.get('orders')).toMatchObject({ partitions: [0, 1] })
    expect(topics.get('orders')!.configs.own).toEqual({ 'retention.ms': '9', 'retention.bytes': '5', 'max.message.bytes': '6' })
    const again = Topics.load(store, { clock: new FakeTime(), random: seededRandom(1), configs: BrokerConfigs.from({}) })
    expect([again.get('orders')!.partitions.length, again.get('orders')!.configs.get('max.message.bytes')]).toEqual([2, 6])
  })

  test('stay as they were when the disk refuses', async () => {
    store.fail()
    await expect(alter(2, 'orders', set('retention.ms', '5'))).rejects.toThrow('Topic "orders" could not be written: The disk is full.')
    expect(topics.get('orders')!.configs.get('retention.ms')).toBe(9)
  })
})
