// Failure case 20: a null value stays null, and is called what it is.
import { expect, it } from 'vitest'
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
