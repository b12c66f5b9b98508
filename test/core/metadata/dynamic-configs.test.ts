import { describe, expect, test } from 'vitest'
import { DynamicConfigs } from '../../../core/metadata/dynamic-configs.ts'
import { kafkaError } from '../../../core/protocol/error-codes.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const BROKER = 4
const GROUP = 32
const broker = { type: BROKER, name: '1' } as const

describe('configs of brokers, groups and client metrics', () => {
  test('come back from disk', async () => {
    const store = new MemoryStore()
    const configs = DynamicConfigs.load(store)
    await configs.alter(broker, () => ({ 'log.retention.ms': '7' }), false)
    await configs.alter({ type: GROUP, name: 'billing' }, () => ({ 'consumer.session.timeout.ms': '50000' }), false)
    const again = DynamicConfigs.load(store)
    expect([again.own(BROKER, '1'), again.own(GROUP, 'billing')]).toEqual([{ 'log.retention.ms': '7' }, { 'consumer.session.timeout.ms': '50000' }])
    expect([again.names(GROUP), again.own(GROUP, '1')]).toEqual([['billing'], {}])
  })

  test('are forgotten on disk, too, when the last one goes', async () => {
    const store = new MemoryStore()
    const configs = DynamicConfigs.load(store)
    await configs.alter(broker, () => ({ a: '1' }), false)
    await configs.alter(broker, () => ({}), false)
    expect([configs.names(BROKER), DynamicConfigs.load(store).names(BROKER)]).toEqual([[], []])
  })

  test('act only once they are durable, and are then announced', async () => {
    const store = new MemoryStore()
    const configs = DynamicConfigs.load(store)
    const changed: string[] = []
    configs.changed.on(({ name }) => changed.push(name))
    store.hold()
    const altered = configs.alter(broker, () => ({ a: '1' }), false)
    await Promise.resolve()
    expect([configs.own(BROKER, '1'), changed]).toEqual([{}, []])
    store.release()
    await altered
    expect([configs.own(BROKER, '1'), changed]).toEqual([{ a: '1' }, ['1']])
  })

  test('are decided one after the other, each on what is there then', async () => {
    const configs = DynamicConfigs.load(new MemoryStore())
    const add = (name: string) => configs.alter(broker, (own) => ({ ...own, [name]: '1' }), false)
    await Promise.all(['a', 'b', 'c'].map(add))
    expect(Object.keys(configs.own(BROKER, '1'))).toEqual(['a', 'b', 'c'])
  })

  test('stay as they are when the decision or the disk refuses', async () => {
    const store = new MemoryStore()
    const configs = DynamicConfigs.load(store)
    await configs.alter(broker, () => ({ a: '1' }), false)
    const refused = configs.alter(broker, () => {
      throw kafkaError('INVALID_CONFIG', 'No.')
    }, false)
    await expect(refused).rejects.toThrow('No.')
    store.fail()
    await expect(configs.alter(broker, () => ({ a: '2' }), false)).rejects.toThrow('The configs of "1" could not be written: The disk is full.')
    expect(configs.own(BROKER, '1')).toEqual({ a: '1' })
  })

  test('of a resource whose name is longer than a key may be are refused', async () => {
    const configs = DynamicConfigs.load(new MemoryStore())
    await expect(configs.alter({ type: GROUP, name: 'g'.repeat(1024) }, () => ({}), false)).rejects.toThrow('The name of the resource has more than 1023 bytes.')
  })
})
