// Retries over the whole core: policies, simulated consumers over the wire, poison pills helped past, and what the ledger keeps of it.
import { describe, expect, it, vi } from 'vitest'
import { commitOffsets } from '../../../core/client/admin/commit-offsets.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { LATEST } from '../../../core/client/admin/list-offsets.ts'
import { produce } from '../../../core/client/producer.ts'
import { topicsByName } from '../../../core/client/sequenced-producer.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { TransactionalProducer } from '../../../core/client/transactional-producer.ts'
import type { RetryPolicyDraft, SimulatorSpec } from '../../../core/contract/retries.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { LOCAL_CONNECTION_ID } from '../../../core/services/connections-service.ts'
import { startTestServices } from '../../support/core-services.ts'

const draft = (changes: Partial<RetryPolicyDraft> = {}): RetryPolicyDraft => ({
  source: 'orders', group: null, mode: 'forward', naming: 'custom', headerDialect: 'headwater', tiers: [{ topic: null, delayMs: 200 }], maxAttempts: 3,
  deadLetterTopic: null, ingressTopic: null, partition: 'same', ratePerSecond: null, ...changes,
})

const spec = (changes: Partial<SimulatorSpec> = {}): SimulatorSpec => ({
  groupId: 'billing', topics: ['orders'], behaviour: { kind: 'succeed' }, onFailure: { kind: 'forward', topic: 'orders.retry' }, members: 1, processingMs: 0, fromBeginning: true, seed: 7, ...changes,
})

async function withOrders(partitionCount = 2): Promise<{ services: AppServices; put: (key: string, value?: string) => Promise<void> }> {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  await createTopic(cluster, { name: 'orders', partitionCount })
  const put = async (key: string, value = key): Promise<void> => {
    await produce(cluster, { topic: 'orders', partition: null, key: Buffer.from(key), value: Buffer.from(value), headers: [] })
  }
  return { services, put }
}

const soon = { timeout: 20_000, interval: 50 }

describe('A simulated consumer', () => {
  it('that fails until the third attempt gets its records back until it has done them all', async () => {
    const { services, put } = await withOrders()
    const { retries } = services
    const { policyId } = await retries.save({ policyId: null, draft: draft({ maxAttempts: 5 }) })
    for (const key of ['a', 'b', 'c']) await put(key)
    const { simulatorId } = retries.startSimulator(spec({ behaviour: { kind: 'fail-until', attempt: 3 } }))
    await vi.waitFor(async () => expect(await simulatorNow(services, simulatorId)).toMatchObject({ succeeded: 3, forwarded: 6 }), soon)
    const stopped = await retries.stopSimulator({ simulatorId })
    expect([stopped.state, stopped.events.at(-1)!.message]).toEqual(['stopped', 'Left group "billing".'])
    expect(retries.pending({ policyId, topic: null, limit: 10 }).total).toBe(0)
  }, 30_000)

  it('that always fails sends everything to the dead letters, once', async () => {
    const { services, put } = await withOrders()
    const { retries } = services
    await retries.save({ policyId: null, draft: draft() })
    for (const key of ['a', 'b', 'c', 'd']) await put(key)
    const { simulatorId } = retries.startSimulator(spec({ behaviour: { kind: 'fail', percent: 100 } }))
    await vi.waitFor(() => expect(retries.list().policies[0]!.stops.find(({ role }) => role === 'dead-letter')!.records).toBe(4), soon)
    expect((await simulatorNow(services, simulatorId)).failed).toBe(12)
  }, 30_000)

  it('that crashes starts again and reads the record once more', async () => {
    const { services, put } = await withOrders(1)
    await put('a')
    const { simulatorId } = services.retries.startSimulator(spec({ behaviour: { kind: 'crash', percent: 100 }, onFailure: { kind: 'skip' } }))
    await vi.waitFor(async () => expect(await simulatorNow(services, simulatorId)).toMatchObject({ crashed: 1, succeeded: 1 }), soon)
  }, 30_000)
})

/** As the stream tells it. */
async function simulatorNow(services: AppServices, simulatorId: string) {
  const stream = services.retries.watchSimulators({}, new AbortController().signal)
  const { value } = await stream.next()
  await stream.return()
  return value!.simulators.find((one) => one.simulatorId === simulatorId)!
}

describe('A group stuck at a record', () => {
  it('is helped past it by a copy and one step, in one transaction, and the ledger keeps it', async () => {
    const { services, put } = await withOrders(1)
    const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
    for (const key of ['a', 'poison', 'c']) await put(key)
    await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
    await commitOffsets(cluster, 'billing', [{ topic: 'orders', partition: 0, offset: 1 }])
    const place = { connectionId: LOCAL_CONNECTION_ID, groupId: 'billing', topic: 'orders', partition: 0, offset: 1n }
    const copied = await services.retries.copyAndAdvance({ ...place, deadLetterTopic: 'orders-dlt', headerDialect: 'spring-retry' })
    expect(copied).toEqual({ topic: 'orders-dlt', partition: 0, offset: 0n, committedOffset: 2n })
    const { partitions } = await services.groups.describe(LOCAL_CONNECTION_ID, 'billing')
    expect(partitions.map(({ committedOffset }) => committedOffset)).toEqual([2n])
    await expect(services.retries.copyAndAdvance({ ...place, deadLetterTopic: 'orders-dlt', headerDialect: 'headwater' })).rejects.toThrow('Group "billing" is at offset 2 there, not at 1: it has moved meanwhile.')
    expect(services.auditLog.get(services.auditLog.length)).toMatchObject({ action: 'poison-pill', subject: 'billing', text: 'Copied offset 1 of orders/0 to "orders-dlt" and moved group "billing" on by one.' })
  }, 30_000)

  it('is not moved while somebody reads', async () => {
    const { services, put } = await withOrders(1)
    const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
    await put('poison')
    await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
    services.retries.startSimulator(spec({ behaviour: { kind: 'fail-matching', text: 'poison' }, onFailure: { kind: 'again' } }))
    await vi.waitFor(async () => expect((await services.groups.describe(LOCAL_CONNECTION_ID, 'billing')).state).toBe('Stable'), soon)
    const place = { connectionId: LOCAL_CONNECTION_ID, groupId: 'billing', topic: 'orders', partition: 0, offset: 0n }
    await expect(services.retries.copyAndAdvance({ ...place, deadLetterTopic: 'orders-dlt', headerDialect: 'headwater' })).rejects.toThrow('Group "billing" has 1 member. Stop its consumers first: only a group without members can be moved.')
  }, 30_000)
})

describe('A policy', () => {
  it('is refused with the field that is wrong', async () => {
    const { services } = await withOrders()
    await expect(services.retries.save({ policyId: null, draft: draft({ deadLetterTopic: 'orders' }) })).rejects.toMatchObject({
      code: 'INVALID_INPUT', data: { field: 'deadLetterTopic' }, message: 'The dead-letter topic is "orders", as is the source: records would go round in a circle. Choose another name.',
    })
  })

  it('is previewed with its topics and code for several clients', async () => {
    const { services } = await withOrders()
    const preview = services.retries.preview({ policyId: null, draft: draft({ naming: 'spring', tiers: [{ topic: null, delayMs: 1000 }, { topic: null, delayMs: 5000 }], maxAttempts: 5 }) })
    expect(preview.topics.map(({ role, topic, attempts, partitions, exists }) => [role, topic, attempts, partitions, exists])).toEqual([
      ['source', 'orders', null, 2, true],
      ['ingress', 'orders.retry', null, 2, false],
      ['tier', 'orders-retry-1000', [2], 2, false],
      ['tier', 'orders-retry-5000', [3, 4, 5], 2, false],
      ['dead-letter', 'orders-dlt', null, 2, false],
    ])
    expect(preview.snippets.map(({ client }) => client)).toEqual(['Java', 'Spring', 'Node.js', 'Python', 'Go', 'kcat'])
    expect(services.retries.list().policies).toEqual([])
  })
})

it('a simulated consumer that waits for its group is stopped at once', async () => {
  const { services } = await startTestServices({ 'group.initial.rebalance.delay.ms': '60000' })
  await createTopic(services.connections.cluster(LOCAL_CONNECTION_ID), { name: 'orders', partitionCount: 1 })
  const { simulatorId } = services.retries.startSimulator(spec())
  await vi.waitFor(async () => expect((await services.groups.list(LOCAL_CONNECTION_ID)).groups.map(({ groupId }) => groupId)).toEqual(['billing']), soon)
  expect((await services.retries.stopSimulator({ simulatorId })).state).toBe('stopped')
}, 10_000)

it('records of an aborted transaction are no failed records', async () => {
  const { services } = await withOrders(1)
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  await services.retries.save({ policyId: null, draft: draft() })
  const topics = await topicsByName(cluster, ['orders.retry'])
  for (const [value, isCommit] of [['aborted', false], ['committed', true]] as const) {
    const producer = await TransactionalProducer.open(cluster, { transactionalId: 'tx', transactionTimeoutMs: 10_000, deliveryTimeoutMs: 10_000 })
    await producer.produce([{ topic: 'orders.retry', partition: 0, records: [{ key: null, value: Buffer.from(value), headers: [] }] }], topics)
    await producer.end(isCommit)
  }
  await vi.waitFor(async () => expect(await valuesOf(cluster, 'orders')).toEqual(['committed']), soon)
})

it('a group of its own gets its records back alone', async () => {
  const { services } = await withOrders(1)
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  await services.retries.save({ policyId: null, draft: draft({ group: 'billing' }) })
  await produce(cluster, { topic: 'orders.failed.billing', partition: 0, key: null, value: Buffer.from('a'), headers: [] })
  await vi.waitFor(async () => expect(await valuesOf(cluster, 'orders.retry.billing')).toEqual(['a']), soon)
  expect(await valuesOf(cluster, 'orders')).toEqual([])
})

it('a topic with headwater.delivery.delay.ms tells its real end at once and its records after the delay', async () => {
  const { services } = await withOrders(1)
  const cluster = services.connections.cluster(LOCAL_CONNECTION_ID)
  await createTopic(cluster, { name: 'later', partitionCount: 1, configs: { 'headwater.delivery.delay.ms': '700' } })
  const startedMs = Date.now()
  await produce(cluster, { topic: 'later', partition: 0, key: null, value: Buffer.from('a'), headers: [] })
  const reader = await TopicReader.open(cluster, 'later')
  expect([await reader.offset(0, LATEST), (await reader.read(0, 0)).records.length]).toEqual([1, 0])
  // A fetch that waits is woken when the delay is over, not when its own time is.
  const { bytes } = await reader.fetch(0, 0, { maxWaitMs: 10_000 })
  expect(bytes.length).toBeGreaterThan(0)
  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(700)
  expect(Date.now() - startedMs).toBeLessThan(3000)
})

async function valuesOf(cluster: ReturnType<AppServices['connections']['cluster']>, topic: string): Promise<string[]> {
  const reader = await TopicReader.open(cluster, topic)
  const { records, outcomeOf } = await reader.read(0, 0)
  return records.filter(({ batch }) => outcomeOf(batch) !== 'aborted').map(({ value }) => value!.toString())
}
