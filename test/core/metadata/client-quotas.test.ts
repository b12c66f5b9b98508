import { beforeEach, describe, expect, it } from 'vitest'
import { ClientQuotas, type QuotaAlteration } from '../../../core/metadata/client-quotas.ts'
import { MemoryStore } from '../../support/memory-store.ts'

let store: MemoryStore
let quotas: ClientQuotas
beforeEach(() => {
  store = new MemoryStore()
  quotas = ClientQuotas.load(store)
})

type Entity = Record<string, string | null>
const alteration = (entity: Entity, values: Record<string, number | null>): QuotaAlteration => ({
  entity: new Map(Object.entries(entity)),
  changes: Object.entries(values).map(([key, value]) => ({ key, value })),
})
const alter = async (entity: Entity, values: Record<string, number | null>, validateOnly = false) => {
  const [result] = await quotas.alter([alteration(entity, values)], validateOnly)
  return result!.error?.message ?? null
}
const told = (of = quotas) => of.all().map(({ entity, values }) => [Object.fromEntries(entity), Object.fromEntries(values)])

describe('altering', () => {
  it('sets, changes and removes quotas, and forgets an entity without any', async () => {
    expect(await alter({ user: 'alice' }, { producer_byte_rate: 1000, request_percentage: 20.5 })).toBeNull()
    await alter({ user: 'alice' }, { producer_byte_rate: 2000, consumer_byte_rate: 5 })
    expect(told()).toEqual([[{ user: 'alice' }, { producer_byte_rate: 2000, request_percentage: 20.5, consumer_byte_rate: 5 }]])
    await alter({ user: 'alice' }, { producer_byte_rate: null, consumer_byte_rate: null, request_percentage: null, controller_mutation_rate: null })
    expect(told()).toEqual([])
    expect(told(ClientQuotas.load(store))).toEqual([])
  })

  it('is there again after a restart, names of any length and defaults too', async () => {
    const long = 'u'.repeat(5_000)
    await alter({ user: long, 'client-id': null }, { producer_byte_rate: 7 })
    await alter({ ip: null }, { connection_creation_rate: 3 })
    expect(told(ClientQuotas.load(store))).toEqual(told())
    expect(ClientQuotas.load(store).limitOf('producer_byte_rate', long, 'any')).toMatchObject({ limit: 7 })
  })

  it('refuses one entity without holding back the others, in one commit', async () => {
    const results = await quotas.alter([alteration({ user: '' }, { producer_byte_rate: 1 }), alteration({ user: 'alice' }, { producer_byte_rate: 1 })], false)
    expect(results.map(({ error }) => error?.message ?? null)).toEqual(['The name of a quota entity of type user must not be empty.', null])
    expect([told(), store.commits]).toEqual([[[{ user: 'alice' }, { producer_byte_rate: 1 }]], 1])
  })

  it('keeps nothing of an entity with one quota that cannot be', async () => {
    expect(await alter({ user: 'alice' }, { producer_byte_rate: 1, consumer_byte_rate: -1 })).toBe('Quota "consumer_byte_rate" must be greater than 0, not -1.')
    expect(told()).toEqual([])
  })

  it('refuses a quota that comes twice, and an entity that comes again after its first alteration was done', async () => {
    const twice: QuotaAlteration = { entity: new Map([['user', 'bob']]), changes: [{ key: 'producer_byte_rate', value: 1 }, { key: 'producer_byte_rate', value: null }] }
    const again = alteration({ 'client-id': 'app', user: 'alice' }, { producer_byte_rate: 2 })
    const results = await quotas.alter([twice, alteration({ user: 'alice', 'client-id': 'app' }, { producer_byte_rate: 1 }), again], false)
    expect(results.map(({ error }) => error?.message)).toEqual([
      'Quota "producer_byte_rate" appears twice for one entity.',
      'The entity [["client-id","app"],["user","alice"]] appears twice in the request.',
    ])
    expect(told()).toEqual([[{ user: 'alice', 'client-id': 'app' }, { producer_byte_rate: 1 }]])
  })

  it('that only validates changes nothing', async () => {
    expect(await alter({ user: 'alice' }, { producer_byte_rate: 1 }, true)).toBeNull()
    expect(await alter({ user: 'alice' }, { bytes: 1 }, true)).toBe('There is no quota "bytes" for user.')
    expect([told(), store.commits]).toEqual([[], 0])
  })

  it('changes nothing when the disk fails', async () => {
    store.fail()
    expect(await alter({ user: 'alice' }, { producer_byte_rate: 1 })).toBe('The quotas could not be written: The disk is full.')
    expect(told()).toEqual([])
  })

  it('of one entity at the same time loses nothing', async () => {
    await Promise.all([alter({ user: 'alice' }, { producer_byte_rate: 1 }), alter({ user: 'alice' }, { consumer_byte_rate: 2 })])
    expect(told(ClientQuotas.load(store))).toEqual([[{ user: 'alice' }, { producer_byte_rate: 1, consumer_byte_rate: 2 }]])
  })
})

describe('the limit of a client', () => {
  const LEVELS: readonly [Entity, spender: string][] = [
    [{ user: 'alice', 'client-id': 'app' }, '["alice","app"]'],
    [{ user: 'alice', 'client-id': null }, '["alice","app"]'],
    [{ user: 'alice' }, '["alice",null]'],
    [{ user: null, 'client-id': 'app' }, '["alice","app"]'],
    [{ user: null, 'client-id': null }, '["alice","app"]'],
    [{ user: null }, '["alice",null]'],
    [{ 'client-id': 'app' }, '[null,"app"]'],
    [{ 'client-id': null }, '[null,"app"]'],
  ]

  it('is the most specific there is, in Kafka\'s order', async () => {
    for (const [i, [entity, spender]] of [...LEVELS.entries()].reverse()) {
      await alter(entity, { producer_byte_rate: i + 1 })
      expect(quotas.limitOf('producer_byte_rate', 'alice', 'app')).toEqual({ limit: i + 1, spender })
    }
    for (const [i, [entity]] of LEVELS.entries()) {
      expect(quotas.limitOf('producer_byte_rate', 'alice', 'app')?.limit).toBe(i + 1)
      await alter(entity, { producer_byte_rate: null })
    }
    expect(quotas.limitOf('producer_byte_rate', 'alice', 'app')).toBeUndefined()
    expect(quotas.hasLimits('producer_byte_rate')).toBe(false)
  })

  it('is one of the quota that is asked for, and of nobody else', async () => {
    await alter({ user: 'alice' }, { producer_byte_rate: 1 })
    expect(quotas.limitOf('consumer_byte_rate', 'alice', 'app')).toBeUndefined()
    expect(quotas.limitOf('producer_byte_rate', 'bob', 'app')).toBeUndefined()
    await alter({ ip: '127.0.0.1' }, { connection_creation_rate: 1 })
    expect([quotas.hasLimits('producer_byte_rate'), quotas.hasLimits('consumer_byte_rate')]).toEqual([true, false])
  })
})
