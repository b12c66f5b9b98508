// Failure case 33: a time that the target rejects is found before it is sent.
import { expect, it } from 'vitest'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('target rejects CreateTime (`message.timestamp.before.max.ms`)', async () => {
  const world = await planWorld()
  await world.topic('orders', 1, { 'message.timestamp.before.max.ms': '60000' })
  await world.topic('orders-dlt', 1)
  const timestampMs = 1_750_000_000_000
  await world.produce('orders-dlt', 0, [{ key: null, value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset: 0, timestampMs }), timestamp: timestampMs }])
  const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0]) }, { timestamp: 'preserve' })
  const message = 'The time of its origin is older than "orders" allows (message.timestamp.before.max.ms). Send it with the time of sending instead.'
  expect((await world.dryRun(plan)).run.findings).toMatchObject([{ code: 'timestamp', verdict: 'problem', message }])
  expect((await world.prepared(plan))[0]!.failure).toEqual({ outcome: 'FAILED', code: 'timestamp', message })
  // The broker would say the same.
  await expect(produceBatch(world.cluster, await world.cluster.topic('orders'), { partition: 0, records: [{ key: null, value: null, timestamp: timestampMs }] })).rejects.toMatchObject({ errorName: 'INVALID_TIMESTAMP' })

  const now = await planAgain(plan, { target: plan.target, options: { ...plan.options, timestamp: 'now' } }, world.making)
  expect((await world.dryRun(now)).run.counts).toMatchObject({ ready: 1, problem: 0 })
  expect(await world.prepared(now)).toMatchObject([{ failure: null, timestampMs: null }])
})
