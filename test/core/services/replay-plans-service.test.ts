// Plans as the contract shows them, over real services: made with safe defaults, changed, looked into, tried and run dry.
import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { DryRunEvent, PlanSummary, ReplaySelection } from '../../../core/contract/replay.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal
const text = (value: string): Buffer => Buffer.from(value)

interface World {
  readonly services: AppServices
  readonly selection: ReplaySelection
}

/** Three orders that failed, in one topic of dead letters. */
async function failedOrders(): Promise<World> {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const topic = await cluster.topic('orders-dlt')
  const records = [0, 1, 2].map((i) => ({
    key: text(`k${i}`),
    value: text(`{"n":${i}}`),
    headers: [{ key: 'trace', value: text('t') }, ...springHeaders({ topic: 'orders', partition: i, offset: 7 })],
    timestamp: 1_750_000_000_000 + i,
  }))
  await produceBatch(cluster, topic, { partition: 0, records })
  const keys = [0n, 1n, 2n].map((offset) => ({ topic: 'orders-dlt', topicId: topic.topicId, partition: 0, offset }))
  return { services, selection: { kind: 'keys', keys } }
}

async function planned({ services: { replayPlans }, selection }: World): Promise<PlanSummary> {
  const options = replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' })
  return replayPlans.plan({ connectionId: 'local', selection, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 10_000 }, NEVER)
}

async function runDry({ replayPlans }: AppServices, planId: string): Promise<DryRunEvent> {
  let last: DryRunEvent | undefined
  for await (const event of replayPlans.dryRun({ planId }, NEVER)) last = event
  return last!
}

it('makes a plan with safe defaults and says what it comes to', async () => {
  const world = await failedOrders()
  const { replayPlans } = world.services
  expect(replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'remote' })).toMatchObject({ messagesPerSecond: 50, bytesPerSecond: 1_000_000, stopAfterFailures: 1, canary: 5, maxReplays: 3, stamp: true, headers: 'strip' })
  const plan = await planned(world)
  expect(plan).toMatchObject({
    name: '3 records of orders-dlt',
    sourceName: plan.targetName,
    isTargetLocal: true,
    itemCount: 3,
    targets: [{ topic: 'orders', count: 3, isMissing: false }],
    dialects: [{ dialect: 'spring-dlpr', count: 3 }],
    mode: 'L',
    undoText: 'It can be taken back on the local broker, as long as no group has read past the records.',
    excluded: [],
    dryRun: null,
    jobId: null,
  })
  expect(replayPlans.plans()).toEqual([plan])
  expect(replayPlans.summary({ planId: plan.planId })).toEqual(plan)
  await replayPlans.removePlan({ planId: plan.planId })
  expect(() => replayPlans.summary({ planId: plan.planId })).toThrow(`There is no replay plan "${plan.planId}".`)
})

it('plans what a filter means now', async () => {
  const world = await failedOrders()
  for await (const { done } of world.services.deadLetters.index({ connectionId: 'local', topics: ['orders-dlt'] }, NEVER) as AsyncIterable<{ done?: boolean }>) {
    if (done !== false) break
  }
  const plan = await planned({ ...world, selection: { kind: 'filter', topics: ['orders-dlt'], filter: { key: 'k1' } } })
  expect(plan).toMatchObject({ itemCount: 1, name: '1 record of orders-dlt' })
})

it('shows each item before and after, with what is taken off', async () => {
  const world = await failedOrders()
  const { replayPlans } = world.services
  const { planId, planHash } = await planned(world)
  const { items, cursor, total } = await replayPlans.items({ planId, verdict: null, cursor: 1, limit: 1 })
  expect({ cursor, total }).toEqual({ cursor: 2, total: 3 })
  expect(items).toMatchObject([{ index: 1, keyText: 'k1', origin: { topic: 'orders', partition: 1, offset: 7n }, target: { topic: 'orders', partition: 1 }, verdict: null, findings: [] }])
  const preview = await replayPlans.preview({ planId, index: 1 }, NEVER)
  expect(preview.before).toMatchObject({ key: { text: 'k1' }, value: { text: '{"n":1}' } })
  expect(preview.after!.headers.map(({ key }) => key)).toEqual(['trace', 'x-replay-id', 'x-replay-of', 'x-replay-at', 'x-replay-count'])
  expect(preview.after!.headers[1]!.value).toMatchObject({ text: `${planHash.slice(0, 16)}/1` })
  expect(preview.strippedHeaders).toContain('kafka_dlt-exception-stacktrace')
  expect(preview).toMatchObject({ origin: null, error: null, edit: null, editRefusal: null })
})

it('edits, lets through and leaves out, each under another hash', async () => {
  const world = await failedOrders()
  const { replayPlans } = world.services
  const plan = await planned(world)
  const { planId } = plan
  const edited = await replayPlans.edit({ planId, index: 0, edit: { key: null, value: new Uint8Array(text('new')), headers: [] } }, NEVER)
  expect(edited).toMatchObject({ editedCount: 1, itemCount: 3 })
  expect(await replayPlans.preview({ planId, index: 0 }, NEVER)).toMatchObject({ before: { value: { text: '{"n":0}' } }, after: { key: { kind: 'null' }, value: { text: 'new' } }, edit: { key: null, headers: [] } })
  const out = await replayPlans.leaveOut({ planId, indexes: [1] })
  expect(out.excluded).toEqual([{ code: 'excluded', text: 'Left out by hand.', count: 1 }])
  const forced = await replayPlans.force({ planId, index: 1, isForced: true })
  expect(forced.excluded).toEqual([])
  expect(new Set([plan, edited, out, forced].map(({ planHash }) => planHash)).size).toBe(4)
})

it('tries a transform and keeps nothing of it', async () => {
  const world = await failedOrders()
  const { replayPlans } = world.services
  const plan = await planned(world)
  const tried = await replayPlans.tryTransform(
    { planId: plan.planId, transform: { kind: 'javascript', code: '(r) => { if (r.value.n === 2) throw new Error("two"); return { ...r, value: { n: 1 } } }' }, cursor: 0, limit: 1, only: 'failed' },
    NEVER,
  )
  expect(tried).toMatchObject({ valid: 2, invalid: 1, unchanged: 1, checked: 3, total: 3, cursor: null, error: null })
  expect(tried.pages).toMatchObject([{ item: { index: 2 }, after: null, error: { message: expect.stringContaining('two') as string, line: 1 } }])
  expect(await replayPlans.tryTransform({ planId: plan.planId, transform: { kind: 'json-patch', patch: '[{"op":"ad"}]' }, cursor: 0, limit: 1, only: 'all' }, NEVER)).toMatchObject({
    error: { message: 'Operation 1: "op" must be add, remove, replace, move, copy or test.' },
  })
  expect(replayPlans.summary({ planId: plan.planId }).planHash).toBe(plan.planHash)
})

it('runs a plan dry and pages through what it has found', async () => {
  const world = await failedOrders()
  const { services } = world
  const { planId } = await planned(world)
  const changed = await services.replayPlans.change({ planId, options: { ...services.replayPlans.summary({ planId }).options, target: { kind: 'topic', topic: 'payments' } }, name: 'Into payments' }, NEVER)
  expect(changed).toMatchObject({ name: 'Into payments', targets: [{ topic: 'payments', count: 3, isMissing: true }] })
  const event = await runDry(services, planId)
  expect(event).toMatchObject({ done: true, checked: 3, summary: { dryRun: { isCurrent: true, ready: 0, problems: 3, findings: [{ code: 'target-missing', count: 3 }] } } })
  expect(await services.replayPlans.items({ planId, verdict: 'problem', cursor: 0, limit: 2 })).toMatchObject({ total: 3, cursor: 2, items: [{ verdict: 'problem' }, { verdict: 'problem' }] })
  expect(await services.replayPlans.items({ planId, verdict: 'ready', cursor: 0, limit: 2 })).toEqual({ items: [], cursor: null, total: 0 })
})

it('sends records of a missing topic where a redirect says', async () => {
  const world = await failedOrders()
  const { replayPlans, connections } = world.services
  await createTopic(connections.cluster('local'), { name: 'orders-v2', partitionCount: 3 })
  const plan = await planned(world)
  await replayPlans.setRedirects({ connectionId: 'local', rules: [{ fromTopic: 'orders', toTopic: 'orders-v2' }] })
  expect(await replayPlans.redirects({ connectionId: 'local' })).toEqual([{ fromTopic: 'orders', toTopic: 'orders-v2' }])
  const changed = await replayPlans.change({ planId: plan.planId, options: plan.options }, NEVER)
  expect(changed.targets).toEqual([{ topic: 'orders-v2', count: 3, isMissing: false }])
})

it('refuses a transform that is no function, and more than was confirmed', async () => {
  const { services: { replayPlans }, selection } = await failedOrders()
  const options = replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' })
  const input = { connectionId: 'local', selection, options, name: null, includeReplayed: false }
  await expect(replayPlans.plan({ ...input, transform: { kind: 'javascript', code: '(r) => {' }, maxItems: 10 }, NEVER)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'transform.code' } })
  await expect(replayPlans.plan({ ...input, transform: { kind: 'none' }, maxItems: 2 }, NEVER)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'maxItems' } })
})
