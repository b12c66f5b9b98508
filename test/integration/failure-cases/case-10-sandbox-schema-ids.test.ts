// Failure case 10: a sandbox keeps schema ids, and says whose they are.
import { expect, it } from 'vitest'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { composeSandbox, openSandbox } from '../../../core/deadletters/replay/sandbox.ts'
import { defaultOptions } from '../../../core/deadletters/replay/options.ts'
import { CLUSTER_ID, planWorld, springHeaders } from '../../support/replay-plans.ts'

/** Written with schema 7 of the source's registry. */
const FRAMED = Buffer.from([0, 0, 0, 0, 7, 2, 0x61])

it('sandbox: schema id differs between registries', async () => {
  const local = connectTo((await startTestBroker()).address)
  const world = await planWorld({ target: local, targetName: 'Local' })
  await world.topic('orders', 2)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, [{ key: null, value: FRAMED, headers: springHeaders({ topic: 'orders', partition: 1, offset: 0 }), timestamp: 1_750_000_000_000 }])
  const head = {
    planId: 'sandbox',
    createdAtMs: 1,
    frozenAtMs: 1,
    title: 'Sandbox',
    source: { connectionId: 'staging', clusterId: CLUSTER_ID },
    target: { connectionId: 'local', clusterId: 'local', isLocal: true },
    options: defaultOptions({ isLocal: true }),
  }
  const sandbox = await composeSandbox(head, await world.keys('orders-dlt', 0, [0]), 0, world.making)
  expect(sandbox.notes).toEqual(['Where values begin with the id of a schema, it is one of the registry of the source: the consumer must ask that one, or one with the same ids.'])
  const [item] = await world.prepared(await openSandbox(sandbox.plan, world.making))
  expect(item).toMatchObject({ failure: null, topic: 'orders', partition: 1, value: FRAMED })
  // The topic is there now, and the same one is used again.
  await expect(createTopic(local, { name: 'orders' })).rejects.toThrow('orders')
})
