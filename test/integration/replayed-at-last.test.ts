// A record that came back after its replay, and went through with the next one: all of its dead letters are done, and none of them is sent again by one press.
import { expect, it, vi } from 'vitest'
import { commitOffsets } from '../../core/client/admin/commit-offsets.ts'
import { fetchRecords } from '../../core/deadletters/replay/fetch-records.ts'
import { type DeadLettersClient, startDeadLettersClient } from '../support/dead-letters-client.ts'
import { springHeaders } from '../support/replay-plans.ts'

const NEVER = new AbortController().signal
const LOOKS = { timeout: 15_000, interval: 100 }

const letterOf = (offset: number) => ({ key: 'k', value: 'v', headers: [...springHeaders({ topic: 'orders', partition: 0, offset }), { key: 'kafka_dlt-original-consumer-group', value: Buffer.from('billing') }] })

/** One order; its dead letter is there twice, as after a crash between writing it and committing. */
async function start() {
  const world = await startDeadLettersClient()
  await world.create('orders')
  await world.create('orders-dlt')
  await world.write('orders', [{ key: 'k', value: 'v' }])
  await world.write('orders-dlt', [letterOf(0), letterOf(0)])
  await world.indexed('orders-dlt')
  return world
}

async function planOf({ services }: DeadLettersClient, offset: number, includeReplayed = false) {
  const { topicId } = await services.connections.cluster('local').topic('orders-dlt')
  const options = { ...services.replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' }), canary: 0 }
  const keys = [{ topic: 'orders-dlt', topicId, partition: 0, offset: BigInt(offset) }]
  return services.replayPlans.plan({ connectionId: 'local', selection: { kind: 'keys', keys }, options, transform: { kind: 'none' }, name: null, includeReplayed, maxItems: 10 }, NEVER)
}

async function replay(world: DeadLettersClient, offset: number): Promise<string> {
  const { planId, planHash } = await planOf(world, offset)
  const { jobId } = await world.services.replayJobs.start({ connectionId: 'local', planId, planHash, confirmName: null, atMs: null }, NEVER)
  for await (const { job } of world.services.replayJobs.watchJob({ jobId }, NEVER)) if (job.endedAtMs !== null) break
  return jobId
}

/** What was sent to that offset fails once more: with all its headers, as frameworks do it. */
async function failAgain({ services, write }: DeadLettersClient, offset: number): Promise<void> {
  const [found] = await fetchRecords(services.connections.cluster('local'), [{ topic: 'orders', partition: 0, offset }], NEVER)
  if (found?.missing !== null) throw new Error(`There is no record at offset ${offset}.`)
  const letter = letterOf(offset)
  await write('orders-dlt', [{ ...letter, headers: [...found.record.headers, ...letter.headers] }])
}

const readBy = async ({ services }: DeadLettersClient, offset: number): Promise<void> => commitOffsets(services.connections.cluster('local'), 'billing', [{ topic: 'orders', partition: 0, offset }])

async function states({ client }: DeadLettersClient): Promise<string[]> {
  const { rows } = await client.list({ connectionId: 'local', topics: ['orders-dlt'], filter: {}, order: 'oldest', cursor: null, limit: 10 })
  return rows.toSorted((a, b) => Number(a.key.offset - b.key.offset)).map(({ state }) => state)
}

async function historyOf({ client, services }: DeadLettersClient, offset: number) {
  const { topicId } = await services.connections.cluster('local').topic('orders-dlt')
  const { history } = await client.case({ connectionId: 'local', key: { topic: 'orders-dlt', topicId, partition: 0, offset: BigInt(offset) } })
  return history.map(({ text, jobId }) => `${text} ${jobId}`).toSorted()
}

it('closes every dead letter of it, says by which job, and leaves it out of plans even where records that were sent before are wanted', { timeout: 60_000 }, async () => {
  const world = await start()
  const first = await replay(world, 0)
  await failAgain(world, 1)
  await readBy(world, 2)
  await vi.waitFor(async () => expect(await states(world)).toEqual(['bounced', 'new']), LOOKS)
  await world.indexed('orders-dlt')
  expect(await states(world)).toEqual(['bounced', 'new', 'new'])

  const second = await replay(world, 2)
  const sent = await planOf(world, 0, true)
  expect(sent.excluded).toEqual([{ code: 'same-record', text: 'Another dead letter of the same record was sent since.', count: 1 }])
  await readBy(world, 3)
  await vi.waitFor(async () => expect(await states(world)).toEqual(['consumed', 'new', 'consumed']), LOOKS)
  expect(await historyOf(world, 0)).toEqual([`Came back after its replay. ${first}`, `Consumed after another dead letter of the same record was replayed. ${second}`, `Replayed. ${first}`])

  const { planId } = await planOf(world, 0, true)
  const events = []
  for await (const event of world.services.replayPlans.dryRun({ planId }, NEVER)) events.push(event)
  const plan = world.services.replayPlans.summary({ planId })
  expect(plan.dryRun).toMatchObject({ ready: 0, skipped: 1, findings: [{ code: 'same-record', text: 'The same record was consumed after job 2 replayed a later dead letter of it.' }] })
})

it('another dead letter of the same origin is closed with it, and a plan of it warns', { timeout: 60_000 }, async () => {
  const world = await start()
  const job = await replay(world, 0)
  await readBy(world, 2)
  await vi.waitFor(async () => expect(await states(world)).toEqual(['consumed', 'consumed']), LOOKS)
  expect(await historyOf(world, 1)).toEqual([`Consumed after another dead letter of the same record was replayed. ${job}`])
  const { planId, excluded } = await planOf(world, 1)
  expect(excluded).toEqual([])
  for await (const _ of world.services.replayPlans.dryRun({ planId }, NEVER));
  const plan = world.services.replayPlans.summary({ planId })
  // What was replayed is a newer record of its key, too.
  expect(plan.dryRun).toMatchObject({ warnings: 1, skipped: 0, findings: [{ code: 'superseded' }, { code: 'origin-consumed', text: 'Another dead letter of the same record was replayed by job 1, and was consumed.' }] })
  await failAgain(world, 1)
  await vi.waitFor(async () => expect((await states(world)).slice(0, 2)).toEqual(['bounced', 'bounced']), LOOKS)
  for await (const _ of world.services.replayPlans.dryRun({ planId }, NEVER));
  expect(world.services.replayPlans.summary({ planId }).dryRun).toMatchObject({ warnings: 1, findings: [{ code: 'superseded' }] })
})
