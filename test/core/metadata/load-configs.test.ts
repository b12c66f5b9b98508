import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LeveledLogger } from '../../../core/base/leveled-logger.ts'
import { seededRandom } from '../../../core/base/random.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { Features, UpgradeType } from '../../../core/metadata/features.ts'
import { loadConfigs } from '../../../core/metadata/load-configs.ts'
import { Topics } from '../../../core/metadata/topics.ts'
import { dynamicConfigsTable } from '../../../core/storage/tables.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { MemoryStore } from '../../support/memory-store.ts'

let store: MemoryStore
let logger: ReturnType<typeof collectingLogger>
beforeEach(() => {
  store = new MemoryStore()
  logger = collectingLogger()
})
afterEach(() => store.recover())

function load() {
  const configs = BrokerConfigs.from({})
  const topics = Topics.load(store, { clock: new FakeTime(), random: seededRandom(1), configs })
  const features = Features.load(store, [{ name: 'eligible.leader.replicas.version', minVersion: 0, maxVersion: 1, defaultLevel: 1 }])
  return { configs, topics, features, ...loadConfigs(store, { nodeId: 1, configs, topics, features, logger: new LeveledLogger(logger) }) }
}

test('what was altered acts at once and after a restart', async () => {
  const { resourceConfigs, configs, topics } = load()
  await topics.create({ name: 'orders', partitionCount: 1, configs: {} })
  const set = (name: string, value: string) => ({ changes: [{ name, operation: 0, value }] })
  await resourceConfigs.alter({ type: 2, name: 'orders' }, set('retention.ms', '1'), false)
  await resourceConfigs.alter({ type: 4, name: '' }, set('message.max.bytes', '2'), false)
  await resourceConfigs.alter({ type: 4, name: '1' }, set('log.retention.bytes', '3'), false)
  await resourceConfigs.alter({ type: 32, name: 'billing' }, set('consumer.session.timeout.ms', '50000'), false)
  const inForce = (parts: Omit<ReturnType<typeof load>, 'resourceConfigs' | 'dynamicConfigs'>) => {
    const topic = parts.topics.get('orders')!.configs
    return [topic.get('retention.ms'), topic.get('max.message.bytes'), topic.get('retention.bytes'), parts.groupConfigs.getInt('billing', 'consumer.session.timeout.ms')]
  }
  expect(configs.getInt('message.max.bytes')).toBe(2)
  expect(inForce(load())).toEqual([1, 2, 3, 50_000])
})

test('a stored value that cannot be used any more is left out and named', async () => {
  await store.commit({ writes: [dynamicConfigsTable.put({ type: 4, name: '' }, { 'message.max.bytes': 'big', 'log.retention.bytes': '3' })] })
  const { configs } = load()
  expect([configs.getInt('message.max.bytes'), configs.getInt('log.retention.bytes')]).toEqual([1_048_588, 3])
  expect(logger.lines).toEqual(['warn The stored value of setting "message.max.bytes" cannot be used any more; its default counts.'])
})

describe('min.insync.replicas, while eligible leader replicas are tracked (KIP-966)', () => {
  const change = (operation: number, value: string | null) => ({ changes: [{ name: 'min.insync.replicas', operation, value }] })
  const cluster = { type: 4, name: '' }

  test('is said cluster-wide from the start, may change there, and may not go', async () => {
    const { resourceConfigs, dynamicConfigs } = load()
    expect(dynamicConfigs.own(4, '')).toEqual({ 'min.insync.replicas': '1' })
    await resourceConfigs.alter(cluster, change(0, '2'), false)
    expect(load().configs.getInt('min.insync.replicas')).toBe(2)
    await expect(resourceConfigs.alter(cluster, change(1, null), false)).rejects.toThrow(
      '"min.insync.replicas" cannot be taken away cluster-wide while eligible.leader.replicas.version is on.',
    )
  })

  test('is not for one broker to say', async () => {
    await expect(load().resourceConfigs.alter({ type: 4, name: '1' }, change(0, '1'), false)).rejects.toThrow(
      '"min.insync.replicas" cannot change for one broker while eligible.leader.replicas.version is on.',
    )
  })

  test('is free while they are not, and said again once they are', async () => {
    const { features, resourceConfigs, dynamicConfigs } = load()
    const turn = (level: number, upgradeType: number) => features.update([{ feature: 'eligible.leader.replicas.version', level, upgradeType }], false)
    await turn(0, UpgradeType.SAFE_DOWNGRADE)
    await resourceConfigs.alter(cluster, change(1, null), false)
    expect(dynamicConfigs.own(4, '')).toEqual({})
    await turn(1, UpgradeType.UPGRADE)
    expect(dynamicConfigs.own(4, '')).toEqual({ 'min.insync.replicas': '1' })
  })
})
