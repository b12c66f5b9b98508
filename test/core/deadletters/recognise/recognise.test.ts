import { describe, expect, it } from 'vitest'
import { listGroups } from '../../../../core/client/admin/groups.ts'
import { recognise, type RecogniseOptions, recogniseTopics } from '../../../../core/deadletters/recognise/recognise.ts'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'

const options = (more: Partial<RecogniseOptions> = {}): RecogniseOptions => ({ mappings: [], userDialects: [], isLocal: false, samples: new Map(), ...more })
const mapping = (pattern: string, more = {}) => ({ id: pattern, pattern, role: 'dlq' as const, dialect: null, originTopic: null, group: null, ...more })

async function world() {
  const started = await startIndexWorld()
  for (const topic of ['orders', 'orders-dlq', 'graveyard', 'app-errors', 'error.orders.eu.billing', 'orders.eu', 'empty-dlq']) await started.create(topic)
  await started.write('orders-dlq', [{ headers: failed('E', 'm') }])
  await started.write('graveyard', [{ headers: failed('E', 'm', { topic: 'payments' }) }])
  await started.write('app-errors', [{ value: 'a line of a log' }])
  await started.write('orders', [{ headers: failed('E', 'm') }])
  const found = async (more: Partial<RecogniseOptions> = {}): Promise<string[]> =>
    (await recognise(started.cluster, options(more))).recognised.map(({ topic, role, confidence, originTopics }) => `${topic}: ${confidence} ${role} of ${originTopics.join(' ')}`).toSorted()
  return { ...started, found }
}

describe('of a remote cluster', () => {
  it('topics whose names suggest it are looked at, no others; a replayed record makes its topic none', async () => {
    const { found } = await world()
    expect(await found()).toEqual(['empty-dlq: likely dlq of ', 'error.orders.eu.billing: likely dlq of orders.eu', 'orders-dlq: confirmed dlq of orders'])
  })

  it('one that a person opens is looked at whatever its name', async () => {
    const { cluster } = await world()
    const [graveyard, errors, orders] = await recogniseTopics(cluster, [await cluster.topic('graveyard'), await cluster.topic('app-errors'), await cluster.topic('orders')], [], options())
    expect([graveyard?.role, graveyard?.confidence, graveyard?.dialect?.id, graveyard?.recordCount]).toEqual(['dlq', 'confirmed', 'wolverine', 1])
    expect([errors?.role, orders?.role]).toEqual(['none', 'none'])
  })
})

it('of the local broker every topic is looked at, and configs and policies count', async () => {
  const { found } = await world()
  const policyOf = (topic: string) => (topic === 'empty-dlq' ? { role: 'dlq' as const, text: 'p', originTopic: 'stock', delayMs: null } : undefined)
  expect(await found({ isLocal: true, policyOf })).toEqual([
    'empty-dlq: confirmed dlq of stock', 'error.orders.eu.billing: likely dlq of orders.eu', 'graveyard: confirmed dlq of payments', 'orders-dlq: confirmed dlq of orders',
  ])
})

it('what a person says wins', async () => {
  const { found } = await world()
  const mappings = [mapping('orders-dlq', { role: 'none' }), mapping('/^app-/', { originTopic: 'app', group: 'log' }), mapping('empty-dlq', { dialect: 'karafka' })]
  expect(await found({ mappings })).toEqual(['app-errors: user dlq of app', 'empty-dlq: user dlq of ', 'error.orders.eu.billing: likely dlq of orders.eu'])
  const { recognised } = await recognise((await world()).cluster, options({ mappings }))
  expect(recognised.find(({ topic }) => topic === 'empty-dlq')?.dialect?.id).toBe('karafka')
})

it('a topic that has not changed is not read again', async () => {
  const { cluster, write } = await world()
  const samples: RecogniseOptions['samples'] = new Map()
  await recognise(cluster, options({ samples }))
  const before = new Map(samples)
  await write('orders-dlq', [{ headers: failed('E', 'm') }])
  await recognise(cluster, options({ samples }))
  expect([...samples].filter(([id, { sample }]) => before.get(id)?.sample !== sample)).toHaveLength(1)
})

it('commits nothing and creates nothing', async () => {
  const { cluster, found } = await world()
  await found({ isLocal: true })
  expect((await cluster.metadata(null)).topics).toHaveLength(7)
  expect(await listGroups(cluster)).toEqual([])
})
