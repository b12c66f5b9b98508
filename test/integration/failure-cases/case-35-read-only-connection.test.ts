// Failure case 35: nothing is sent to or deleted from a cluster that is read-only, and nothing without its name.
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
import { springHeaders } from '../../support/replay-plans.ts'

it('read-only or production-tagged connection', async () => {
  const { services, logger } = await startTestServices()
  const client = createRouterClient(createRouter(services, logger), { context: { streams: new StreamCredits() } }) as unknown as Client
  const signal = new AbortController().signal
  const { id: connectionId } = await services.connections.add(plainCluster('Production', (await startTestBroker()).bootstrap))
  const cluster = services.connections.cluster(connectionId)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const dlt = await cluster.topic('orders-dlt')
  await produceBatch(cluster, dlt, { partition: 0, records: [{ key: null, value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: Date.now() }] })
  const keys = [{ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset: 0n }]

  // Planning and running dry only read, and the defaults are those for a cluster that others depend on.
  const options = await client.replay.defaults({ sourceConnectionId: connectionId, targetConnectionId: connectionId }, { signal })
  expect(options).toMatchObject({ messagesPerSecond: 50, bytesPerSecond: 1_000_000, stopAfterFailures: 1, canary: 5 })
  const { planId, planHash } = await client.replay.plan({ connectionId, selection: { kind: 'keys', keys }, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 1 }, { signal })
  for await (const _ of await client.replay.dryRun({ planId }, { signal }));
  const { token } = await client.deadLetters.purgePreview({ connectionId, topic: 'orders-dlt', keys }, { signal })

  const start = (confirmName: string | null) => client.replay.start({ connectionId, planId, planHash, confirmName, atMs: null }, { signal })
  const purge = (confirmName: string) => client.deadLetters.purge({ connectionId, topic: 'orders-dlt', keys, token, confirmName, waive: true, exportId: null }, { signal })
  const refused = { code: 'READ_ONLY', data: { message: 'The cluster "Production" is read-only.', remedy: 'Arm it first; it goes back to read-only by itself.' } }
  await expect(start('Production')).rejects.toMatchObject(refused)
  await expect(purge('Production')).rejects.toMatchObject(refused)

  services.connections.arm(connectionId, 'Production', 5)
  await expect(start('production')).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'confirmName' } })
  await expect(purge('orders-dlt')).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'confirmName' } })
  expect(await start('Production')).toMatchObject({ planId, messagesPerSecond: 50 })
})
