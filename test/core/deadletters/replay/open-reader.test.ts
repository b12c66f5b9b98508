// Headers may name anything as a topic: a plan is made all the same.
import { expect, it } from 'vitest'
import { isTopicName, openPartition, openReader } from '../../../../core/deadletters/replay/open-reader.ts'
import { planWorld, springHeaders } from '../../../support/replay-plans.ts'

it.each(['not there', '', '.', '..', 'a/b', 'ünïcode', 'x'.repeat(250), '\u0000'])('%j is no topic', async (name) => {
  expect(isTopicName(name)).toBe(false)
})

it('what is not there, or cannot be, is missing and no error', async () => {
  const { cluster, topic } = await planWorld()
  await topic('orders', 2)
  expect(await openReader(cluster, 'payments')).toEqual({ missing: 'topic-missing', message: 'There is no topic "payments".' })
  expect(await openReader(cluster, 'x'.repeat(100_000))).toEqual({ missing: 'topic-missing', message: `"${'x'.repeat(60)}" is no name that a topic can have.` })
  expect(await openPartition(cluster, 'orders', 2)).toBeNull()
  expect((await openPartition(cluster, 'orders', 1))?.topic.name).toBe('orders')
})

it('dead letters whose headers name impossible topics are planned, shown and run dry like others', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlt', 1)
  const names = ['not there', 'x'.repeat(40_000), '', 'orders']
  await world.produce('dlt', 0, names.map((topic) => ({ key: Buffer.from('k'), value: Buffer.from('v'), headers: springHeaders({ topic, partition: 0, offset: 0 }), timestamp: 1_750_000_000_000 })))
  const plan = await world.plan({ keys: await world.keys('dlt', 0, [0, 1, 2, 3]) })
  const problems = world.plans.items(plan.planId, 0, 9).map(({ targetTopic, problem }) => `${targetTopic.slice(0, 9)}: ${problem?.code}`)
  expect(new Set(problems)).toEqual(new Set([': no-origin', 'not there: target-missing', 'orders: undefined', 'xxxxxxxxx: target-missing']))
  expect((await world.dryRun(plan)).run.counts).toEqual({ ready: 1, warning: 0, skipped: 0, problem: 3 })
})
