// Dead letters of a replay that nobody watched to the end, as a plan of them finds out.
import { expect, it } from 'vitest'
import { othersInChain } from '../../../../core/deadletters/replay/chains.ts'
import { newJob } from '../../../../core/deadletters/replay/jobs/job-record.ts'
import { JobStore } from '../../../../core/deadletters/replay/jobs/job-store.ts'
import { ledgerWrites } from '../../../../core/deadletters/replay/ledger.ts'
import { replayIdOf, type ReplayPlan } from '../../../../core/deadletters/replay/plan.ts'
import { planWorld, type PlanWorld, springHeaders } from '../../../support/replay-plans.ts'

async function letters(world: PlanWorld, offsets: readonly number[], more: { key: string; value: Buffer }[] = []): Promise<void> {
  const records = offsets.map((offset) => ({ key: Buffer.from(`k${offset}`), value: Buffer.from('v'), headers: [...more, ...springHeaders({ topic: 'orders', partition: 0, offset })], timestamp: 1_750_000_000_000 }))
  await world.produce('orders-dlt', 0, records)
}

/** As a job would have left it that was killed once it had sent everything. */
async function sentBy(world: PlanWorld, plan: ReplayPlan, number: number): Promise<void> {
  const jobs = new JobStore(world.store)
  const jobId = String(number)
  await jobs.save(newJob({ plan, jobId, number, name: 'A job', mode: 'T', isSandbox: false, createdAtMs: 5 }))
  const row = { state: 'SENT', topic: 'orders', partition: 0, offset: -1, bytesHash: '', sizeBytes: 1, atMs: 5, audit: 0 } as const
  for (const { index, source } of world.plans.items(plan.planId, 0, plan.itemCount)) await world.store.commit(ledgerWrites(jobId, index, row, source, plan.target.clusterId))
}

async function start() {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('orders-dlt', 1)
  await letters(world, [0, 1])
  const [first, second] = await world.keys('orders-dlt', 0, [0, 1])
  const plan = await world.plan({ keys: [first!, second!] })
  await sentBy(world, plan, 1)
  return { world, plan, first: first! }
}

it('a dead letter that carries the id of a replay is another one of the record that was replayed, and may be sent again', async () => {
  const { world, plan, first } = await start()
  await letters(world, [2], [{ key: 'x-replay-id', value: Buffer.from('another-plan0000/0') }, { key: 'x-replay-id', value: Buffer.from(replayIdOf(plan, 0)) }])
  const [back] = await world.keys('orders-dlt', 0, [2])
  const again = await world.plan({ keys: [back!] })
  expect(again.totals.skipped).toEqual({})
  expect(othersInChain(world.store, back!)).toEqual([first])
  await sentBy(world, again, 2)
  const earlier = await world.plan({ keys: [first] }, { skipReplayed: false })
  expect(world.plans.items(earlier.planId, 0, 1)[0]!.skip).toEqual({ reason: 'same-record', message: 'The same record was sent to "orders" after job 2 replayed a later dead letter of it.' })
})

it.each(['unknown-plan-000/0', 'no id at all'])('%s leads nowhere', async (id) => {
  const { world } = await start()
  await letters(world, [2], [{ key: 'x-replay-id', value: Buffer.from(id) }])
  const [back] = await world.keys('orders-dlt', 0, [2])
  await world.plan({ keys: [back!] })
  expect(othersInChain(world.store, back!)).toEqual([])
})

it('an item that the plan does not have leads nowhere', async () => {
  const { world, plan } = await start()
  await letters(world, [2], [{ key: 'x-replay-id', value: Buffer.from(replayIdOf(plan, 99)) }])
  const [back] = await world.keys('orders-dlt', 0, [2])
  await world.plan({ keys: [back!] })
  expect(othersInChain(world.store, back!)).toEqual([])
})
