// Failure case 9: an edit that violates its schema is found before anything is sent, with where and why.
import { expect, it } from 'vitest'
import { editItem } from '../../../core/deadletters/replay/change-items.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

const SCHEMA = JSON.stringify({ type: 'object', required: ['id', 'amount'], properties: { id: { type: 'string' }, amount: { type: 'number', minimum: 0 }, lines: { type: 'array', items: { required: ['sku'] } } } })

it('edited payload violates the schema, or is incompatible', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, [{ key: null, value: Buffer.from('{"id":"a","amount":"12"}'), headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: 1_750_000_000_000 }])
  const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0]) }, { valueSchema: SCHEMA })
  const failureOf = async (value: string): Promise<string | null> => {
    const edited = await editItem(world.plans, world.plans.get(plan.planId)!, 0, { key: null, value: Buffer.from(value), headers: [] }, world.making)
    const { run, verdicts } = await world.dryRun(edited)
    expect(run.counts.problem).toBe(verdicts.length)
    const [item] = await world.prepared(edited)
    if (item!.failure) expect(item!.failure).toMatchObject({ outcome: 'FAILED', code: 'schema', message: verdicts[0]!.findings[0]!.message })
    return item!.failure?.message ?? null
  }
  expect(await failureOf('{"id":"a","amount":"12"}')).toBe('The value does not satisfy its schema: at "/amount" it is string, not number.')
  expect(await failureOf('{"id":"a"}')).toBe('The value does not satisfy its schema: at "/" "amount" is missing.')
  expect(await failureOf('{"id":"a","amount":-1}')).toBe('The value does not satisfy its schema: at "/amount" it is less than 0.')
  expect(await failureOf('{"id":"a","amount":1,"lines":[{"sku":1},{}]}')).toBe('The value does not satisfy its schema: at "/lines/1" "sku" is missing.')
  expect(await failureOf('{"id":')).toMatch(/^The value is not JSON: /)
  expect(await failureOf('{"id":"a","amount":12}')).toBeNull()
})
