// Failure case 24: a dead letter goes back to where dead letters lie only if that was typed.
import { expect, it } from 'vitest'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('target topic is the DLQ itself or a retry of it; DLQ→DLQ cycle', async () => {
  const roles: Record<string, 'dlq' | 'retry'> = { 'orders-dlt': 'dlq', 'orders-dlt-dlt': 'dlq', 'orders-retry-0': 'retry' }
  const world = await planWorld({ roleOf: (topic) => roles[topic] ?? 'none', firstRetryOf: ({ topic }) => (topic === 'orders' ? 'orders-retry-0' : null) })
  for (const topic of ['orders', 'orders-retry-0', 'orders-dlt', 'orders-dlt-dlt']) await world.topic(topic, 1)
  const letter = (topic: string, offset: number) => ({ key: null, value: Buffer.from('v'), headers: springHeaders({ topic, partition: 0, offset }), timestamp: 1_750_000_000_000 })
  // One that failed while dead letters were read, one that came from a retry topic, one plain.
  await world.produce('orders-dlt-dlt', 0, [letter('orders-dlt', 0), letter('orders-dlt-dlt', 1), letter('orders-retry-0', 2), letter('orders', 3)])
  const plan = await world.plan({ keys: await world.keys('orders-dlt-dlt', 0, [0, 1, 2, 3]) })
  const problems = new Map(world.plans.items(plan.planId, 0, 9).map(({ targetTopic, problem }) => [targetTopic, problem?.message]))
  expect(problems).toEqual(new Map([
    ['orders-dlt', '"orders-dlt" is a dead-letter topic. Type it as the target topic if that is meant.'],
    ['orders-dlt-dlt', '"orders-dlt-dlt" is where this dead letter lies. Type it as the target topic if that is meant.'],
    ['orders-retry-0', '"orders-retry-0" is a retry topic. Type it as the target topic if that is meant.'],
    ['orders', undefined],
  ]))

  const typed = await planAgain(plan, { target: plan.target, options: { ...plan.options, target: { kind: 'topic', topic: 'orders-dlt' } } }, world.making)
  expect(typed.totals.unsendable).toEqual({})
  const merged = await planAgain(typed, { target: plan.target, options: { ...plan.options, target: { kind: 'first-retry' } } }, world.making)
  expect(world.plans.items(merged.planId, 0, 9).filter(({ problem }) => problem === null).map(({ targetTopic }) => targetTopic)).toEqual(['orders-retry-0'])
})
