// Failure case 20: a null value stays null, and is called what it is.
import { createRouterClient } from '@orpc/server'
import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { StreamCredits } from '../../../core/services/bounded-stream.ts'
import { createRouter } from '../../../core/services/router.ts'
import { startTestBroker } from '../../support/broker.ts'
import { startTestServices } from '../../support/core-services.ts'
import { plainCluster } from '../../support/profiles.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('tombstone (null value)', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('customers', 1, { 'cleanup.policy': 'compact' })
  await world.topic('dlt', 1)
  await world.produce('dlt', 0, [
    { key: Buffer.from('c1'), value: null, headers: springHeaders({ topic: 'customers', partition: 0, offset: 0 }), timestamp: 1_750_000_000_000 },
    { key: Buffer.from('o1'), value: null, headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: 1_750_000_000_000 },
    { key: Buffer.from('o2'), value: Buffer.alloc(0), headers: springHeaders({ topic: 'orders', partition: 0, offset: 1 }), timestamp: 1_750_000_000_000 },
  ])
  const plan = await world.plan({ keys: await world.keys('dlt', 0, [0, 1, 2]) })
  expect(plan.totals.tombstones).toBe(2)
  const { verdicts } = await world.dryRun(plan)
  const found = verdicts.flatMap(({ verdict, findings }) => findings.map(({ code, message }) => `${verdict} ${code}: ${message}`))
  expect(found.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'warning tombstone-compacted: Delete for key c1: "customers" is compacted and will forget the key.',
    'warning tombstone: Delete for key o1: the value is null and stays null.',
  ])
  const values = new Map((await world.prepared(plan)).map((item) => (item.failure ? ['', null] : [item.key!.toString(), item.value])))
  expect(values).toEqual(new Map([['c1', null], ['o1', null], ['o2', Buffer.alloc(0)]]))
})

it('is not sent to a compacted topic before a person has confirmed how many keys go', async () => {
  const { services, logger } = await startTestServices()
  const client = createRouterClient(createRouter(services, logger), { context: { streams: new StreamCredits() } }) as unknown as Client
  const signal = new AbortController().signal
  const { id: connectionId } = await services.connections.add(plainCluster('Staging', (await startTestBroker()).bootstrap))
  const cluster = services.connections.cluster(connectionId)
  await createTopic(cluster, { name: 'customers', partitionCount: 1, configs: { 'cleanup.policy': 'compact' } })
  await createTopic(cluster, { name: 'customers-dlt', partitionCount: 1 })
  const dlt = await cluster.topic('customers-dlt')
  const records = ['c1', 'c2'].map((key, offset) => ({ key: Buffer.from(key), value: null, headers: springHeaders({ topic: 'customers', partition: 0, offset }), timestamp: Date.now() }))
  await produceBatch(cluster, dlt, { partition: 0, records })
  const keys = [0n, 1n].map((offset) => ({ topic: 'customers-dlt', topicId: dlt.topicId, partition: 0, offset }))
  const options = await client.replay.defaults({ sourceConnectionId: connectionId, targetConnectionId: connectionId }, { signal })
  const { planId, planHash } = await client.replay.plan({ connectionId, selection: { kind: 'keys', keys }, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 10 }, { signal })
  services.connections.arm(connectionId, 'Staging', 5)
  const start = (confirmDeletes?: number) => client.replay.start({ connectionId, planId, planHash, confirmName: 'Staging', atMs: null, ...(confirmDeletes !== undefined && { confirmDeletes }) }, { signal })
  await expect(start()).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'confirmDeletes' } })
  await expect(start(1)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'confirmDeletes' } })
  expect(await client.replay.jobs({ includeArchived: true }, { signal })).toEqual([])
  expect(await start(2)).toMatchObject({ planId })
})
