import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import type { Topic } from '../../../core/metadata/topics.ts'
import { Topics } from '../../../core/metadata/topics.ts'
import { type MetadataStore, type Storage } from '../../../core/storage/storage.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { clusterTable, topicsTable } from '../../../core/storage/tables.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

const time = new FakeTime()
let seed = 0
let store: TestStorage
let topics: Topics

const load = (storage: MetadataStore): Topics => Topics.load(storage, { clock: time, random: seededRandom(seed++), configs: BrokerConfigs.from({}) })
const spec = (name: string, partitionCount = 1, configs: Record<string, string> = {}) => ({ name, partitionCount, configs })
const names = (from: Topics): string[] => [...from.all()].map(({ name }) => name)
const facts = ({ name, topicId, partitions, configs, createdAtMs }: Topic) => ({ name, topicId, partitions, configs: configs.own, createdAtMs })

beforeEach(async () => {
  store = await openTestStorage(time)
  topics = load(store.storage)
})
afterEach(() => store.close())

/** A store whose commits wait until they are let through, or fail. */
class HeldStore implements MetadataStore {
  readonly #storage: Storage
  readonly waiting: { pass(): void; fail(): void }[] = []

  constructor(storage: Storage) {
    this.#storage = storage
  }

  entries: MetadataStore['entries'] = (table) => this.#storage.entries(table)
  get: MetadataStore['get'] = (table, key) => this.#storage.get(table, key)
  commit: MetadataStore['commit'] = (unit) =>
    new Promise((resolve, reject) => {
      this.waiting.push({ pass: () => void this.#storage.commit(unit).then(resolve, reject), fail: () => reject(new StorageError('disk full')) })
    })

  async next(): Promise<{ pass(): void; fail(): void }> {
    while (this.waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
    return this.waiting.shift()!
  }
}

describe('creating a topic', () => {
  test('gives it an id, its partitions and its configs, found by name and by id', async () => {
    const topic = await topics.create(spec('orders', 3, { 'retention.ms': '60000' }))
    expect(facts(topic)).toEqual({
      name: 'orders',
      topicId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      partitions: [0, 1, 2],
      configs: { 'retention.ms': '60000' },
      createdAtMs: time.now(),
    })
    expect(topics.get('orders')).toBe(topic)
    expect(topics.getById(topic.topicId)).toBe(topic)
    expect(topic.configs.get('retention.ms')).toBe(60_000)
  })

  test('survives a restart exactly', async () => {
    const topic = await topics.create(spec('orders', 3, { 'cleanup.policy': 'compact' }))
    const reloaded = load(await store.reopen())
    expect([...reloaded.all()].map(facts)).toEqual([facts(topic)])
    expect(reloaded.getById(topic.topicId)?.name).toBe('orders')
  })

  test('is announced and visible only once it is durable', async () => {
    const held = new HeldStore(store.storage)
    topics = load(held)
    const announced: string[] = []
    topics.created.on((topic) => announced.push(topic.name))
    const creation = topics.create(spec('orders'))
    const commit = await held.next()
    expect([announced, topics.get('orders')]).toEqual([[], undefined])
    commit.pass()
    const topic = await creation
    expect([announced, topics.get('orders')]).toEqual([['orders'], topic])
    expect(store.storage.get(topicsTable, 'orders')?.topicId).toBe(topic.topicId)
  })

  test('that cannot be written is KAFKA_STORAGE_ERROR and leaves no topic', async () => {
    const held = new HeldStore(store.storage)
    topics = load(held)
    const creation = topics.create(spec('orders'))
    ;(await held.next()).fail()
    await expect(creation).rejects.toMatchObject({ errorName: 'KAFKA_STORAGE_ERROR', message: 'Topic "orders" could not be written: disk full' })
    expect(names(topics)).toEqual([])
  })

  test('twice at the same time gives one topic, and the second caller TOPIC_ALREADY_EXISTS', async () => {
    const results = await Promise.allSettled([topics.create(spec('orders', 2)), topics.create(spec('orders', 5))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(results[1]).toMatchObject({ reason: { errorName: 'TOPIC_ALREADY_EXISTS', message: 'Topic "orders" already exists.' } })
    expect(topics.get('orders')?.partitions).toEqual([0, 1])
    expect([...load(await store.reopen()).all()]).toHaveLength(1)
  })

  test('behind a creation that fails takes its place', async () => {
    const held = new HeldStore(store.storage)
    topics = load(held)
    const first = topics.create(spec('orders', 1))
    const second = topics.create(spec('orders', 2))
    ;(await held.next()).fail()
    await expect(first).rejects.toMatchObject({ errorName: 'KAFKA_STORAGE_ERROR' })
    ;(await held.next()).pass()
    expect((await second).partitions).toHaveLength(2)
  })

  test('of names that collide at the same time gives one topic', async () => {
    const results = await Promise.allSettled([topics.create(spec('a.b')), topics.create(spec('a_b'))])
    expect(results[1]).toMatchObject({ reason: { errorName: 'INVALID_TOPIC_EXCEPTION' } })
    expect(names(topics)).toEqual(['a.b'])
  })

  test.each([
    [spec('a/b'), 'INVALID_TOPIC_EXCEPTION', 'Topic name "a/b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    [spec('taken'), 'TOPIC_ALREADY_EXISTS', 'Topic "taken" already exists.'],
    [spec('orders', 0), 'INVALID_PARTITIONS', 'Topic "orders" needs at least 1 partition, not 0.'],
    [spec('orders', 1, { 'retention.ms': 'x' }), 'INVALID_CONFIG', 'Topic config "retention.ms" cannot be "x": it must be a whole number.'],
    [spec('orders', 1, { nope: 'x' }), 'INVALID_CONFIG', 'Unknown topic config "nope".'],
  ])('like %j is refused', async (wanted, errorName, message) => {
    await topics.create(spec('taken'))
    expect(() => topics.validate(wanted)).toThrow(expect.objectContaining({ errorName, message }))
    await expect(topics.create(wanted)).rejects.toMatchObject({ errorName, message })
    expect(names(topics)).toEqual(['taken'])
  })

  test('on demand joins a creation under way and is content with a topic that exists', async () => {
    const [created, joined] = await Promise.all([topics.create(spec('orders', 2)), topics.getOrCreate(spec('orders', 7))])
    expect(joined).toBe(created)
    expect(await topics.getOrCreate(spec('orders', 7))).toBe(created)
    const together = await Promise.all([topics.getOrCreate(spec('auto')), topics.getOrCreate(spec('auto'))])
    expect(together[0]).toBe(together[1])
  })

  test('marks Kafka\'s own topics as internal', async () => {
    expect((await topics.create(spec('__consumer_offsets'))).isInternal).toBe(true)
    expect((await topics.create(spec('orders'))).isInternal).toBe(false)
  })
})

describe('log partition ids', () => {
  test('are never used again: not after deletion, a failed commit or a restart', async () => {
    await topics.create(spec('a', 2))
    await topics.delete(await topics.create(spec('b', 3)))
    expect(store.storage.get(clusterTable, 'nextPartitionId')).toBe(5)
    const held = new HeldStore(await store.reopen())
    topics = load(held)
    const failing = topics.create(spec('c', 2))
    const following = topics.create(spec('d', 1))
    ;(await held.next()).fail()
    await expect(failing).rejects.toMatchObject({ errorName: 'KAFKA_STORAGE_ERROR' })
    ;(await held.next()).pass()
    expect((await following).partitions).toEqual([7])
    expect(store.storage.get(clusterTable, 'nextPartitionId')).toBe(8)
  })
})

describe('adding partitions', () => {
  test('keeps the old ones and the topic\'s id, and survives a restart', async () => {
    const before = await topics.create(spec('orders', 2))
    await topics.create(spec('other', 1))
    const added: unknown[] = []
    topics.partitionsAdded.on(({ topic, partitionIds }) => added.push([topic.name, partitionIds]))
    const after = await topics.createPartitions('orders', 4)
    expect(after.partitions).toEqual([0, 1, 3, 4])
    expect(after.topicId).toBe(before.topicId)
    expect(topics.get('orders')).toBe(after)
    expect(topics.getById(before.topicId)).toBe(after)
    expect(added).toEqual([['orders', [3, 4]]])
    expect(load(await store.reopen()).get('orders')?.partitions).toEqual([0, 1, 3, 4])
  })

  test.each([
    ['orders', 2, 'INVALID_PARTITIONS', 'Topic "orders" already has 2 partitions.'],
    ['orders', 1, 'INVALID_PARTITIONS', 'Topic "orders" has 2 partitions; 1 would not be more.'],
    ['orders', -1, 'INVALID_PARTITIONS', 'Topic "orders" has 2 partitions; -1 would not be more.'],
    ['nope', 3, 'UNKNOWN_TOPIC_OR_PARTITION', 'Topic "nope" does not exist.'],
  ])('to %s up to %i is refused', async (name, count, errorName, message) => {
    await topics.create(spec('orders', 2))
    await expect(topics.createPartitions(name, count)).rejects.toMatchObject({ errorName, message })
    expect(topics.get('orders')?.partitions).toEqual([0, 1])
  })

  test('twice at the same time adds them once', async () => {
    await topics.create(spec('orders', 1))
    const results = await Promise.allSettled([topics.createPartitions('orders', 3), topics.createPartitions('orders', 3)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(topics.get('orders')?.partitions).toHaveLength(3)
  })
})

describe('deleting a topic', () => {
  test('drops its data and what is given alongside in one commit, then announces it', async () => {
    const topic = await topics.create(spec('orders', 2))
    const log: string[] = []
    topics.deleted.on(({ name }) => log.push(`deleted ${name}, ${topics.get(name) === undefined ? 'gone' : 'still there'}`))
    await topics.delete(topic, (dying) => ({
      writes: [clusterTable.put('alongside', dying.name)],
      apply: () => log.push('applied'),
    }))
    expect(log).toEqual(['applied', 'deleted orders, gone'])
    expect(topics.getById(topic.topicId)).toBeUndefined()
    const storage = await store.reopen()
    expect(storage.get(topicsTable, 'orders')).toBeUndefined()
    expect(storage.get(clusterTable, 'alongside')).toBe('orders')
  })

  test('passes the dying partitions to the store in the commit that removes the topic', async () => {
    const units: unknown[] = []
    const { storage } = store
    const spying: MetadataStore = {
      entries: (table) => storage.entries(table),
      get: (table, key) => storage.get(table, key),
      commit: (unit) => {
        units.push({ drops: unit.drops, writes: unit.writes?.length })
        return storage.commit(unit)
      },
    }
    topics = load(spying)
    await topics.delete(await topics.create(spec('orders', 2)))
    expect(units).toEqual([
      { drops: undefined, writes: 2 },
      { drops: [0, 1], writes: 1 },
    ])
  })

  test('that was deleted meanwhile, or created again under the same name, is UNKNOWN_TOPIC_ID', async () => {
    const old = await topics.create(spec('orders'))
    await topics.delete(old)
    await expect(topics.delete(old)).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_ID' })
    const young = await topics.create(spec('orders'))
    expect(young.topicId).not.toBe(old.topicId)
    await expect(topics.delete(old)).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_ID' })
    expect(topics.get('orders')).toBe(young)
  })

  test('that cannot be written keeps the topic', async () => {
    const topic = await topics.create(spec('orders'))
    const held = new HeldStore(store.storage)
    topics = load(held)
    const deletion = topics.delete(topic)
    ;(await held.next()).fail()
    await expect(deletion).rejects.toMatchObject({ errorName: 'KAFKA_STORAGE_ERROR' })
    expect(topics.get('orders')?.topicId).toBe(topic.topicId)
  })

  test('frees its name for a colliding one', async () => {
    await topics.delete(await topics.create(spec('a.b')))
    await expect(topics.create(spec('a_b'))).resolves.toMatchObject({ name: 'a_b' })
  })
})
