// Retry policies on a whole broker: what moves where and when, what stops it, and what a person may do with what waits.
import { describe, expect, it } from 'vitest'
import { draft, header, headerText, RetryWorld } from '../../support/retry-world.ts'

describe('A failed record', () => {
  it('waits in its tiers, comes back, and ends among the dead letters', async () => {
    const world = await RetryWorld.start()
    await world.save()
    await world.put('orders.retry', 1, { key: Buffer.from('k'), value: Buffer.from('v'), headers: [header('x-error-class', 'Oops'), header('trace', '7')] })
    await world.pass(900)
    expect(world.read('orders.retry.1s').map(({ partition, value }) => [partition, value])).toEqual([[1, 'v']])
    expect(world.values('orders')).toEqual([])
    await world.pass(200)
    const [back] = world.read('orders')
    expect([back!.partition, back!.key, headerText(back!, 'headwater-attempts'), headerText(back!, 'headwater-exception-class'), headerText(back!, 'trace'), headerText(back!, 'x-error-class')]).toEqual([1, 'k', '1', 'Oops', '7', null])
    await world.put('orders.retry', 1, { ...back!, key: Buffer.from('k'), value: Buffer.from('v') })
    await world.pass(5100)
    const again = world.read('orders').at(-1)!
    expect(headerText(again, 'headwater-attempts')).toBe('2')
    await world.put('orders.retry', 1, { ...again, key: Buffer.from('k'), value: Buffer.from('v') })
    await world.pass(100)
    expect(world.read('orders.dlq').map((record) => [record.partition, record.value, headerText(record, 'headwater-attempts')])).toEqual([[1, 'v', '3']])
    expect(world.retries.policies()[0]!.worstLatenessMs).toBeLessThanOrEqual(250)
    await world.stop()
  })
})

it('a policy and what waits in it survive a restart', async () => {
  const world = await RetryWorld.start()
  const { policy } = await world.save({ tiers: [{ topic: null, delayMs: 60_000 }] })
  await world.put('orders.retry', 0, 'a', 'b')
  await world.pass(100)
  await world.crash('lost', 10_000)
  const [view] = world.retries.policies()
  expect(view!.policy).toEqual(policy)
  expect(world.retries.pending(policy.policyId, null, 10).records.map(({ record, attempt, to }) => [record.value!.toString(), attempt, to])).toEqual([['a', 2, 'orders'], ['b', 2, 'orders']])
  await world.pass(49_000, 500)
  expect(world.values('orders')).toEqual([])
  await world.pass(1500)
  expect(world.values('orders')).toEqual(['a', 'b'])
  await world.stop()
})

describe('Fire now', () => {
  it('moves one record, and those before it with the same key', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save()
    await world.put('orders.retry', 0, 'a', 'b', 'a', 'c')
    await world.pass(100)
    expect(await world.asked(world.retries.fire(policy.policyId, [{ topic: 'orders.retry.1s', partition: 0, offset: 2 }]))).toBe(2)
    await world.rest()
    expect(world.values('orders')).toEqual(['a', 'a'])
    await world.pass(1200)
    expect(world.values('orders')).toEqual(['a', 'a', 'b', 'c'])
    expect(world.retries.pending(policy.policyId, null, 10).total).toBe(0)
    await world.stop()
  })

  it('moves everything', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save()
    await world.put('orders.retry', 0, 'a', 'b')
    await world.pass(100)
    expect(await world.asked(world.retries.fire(policy.policyId, { topic: null }))).toBe(2)
    await world.rest()
    expect(world.values('orders')).toEqual(['a', 'b'])
    await world.stop()
  })
})

it('a time warp brings forward what waits, and not what comes later', async () => {
  const world = await RetryWorld.start()
  const { policy } = await world.save({ tiers: [{ topic: null, delayMs: 60_000 }] })
  await world.put('orders.retry', 0, 'a')
  await world.pass(100)
  await world.asked(world.retries.warp(policy.policyId, 59_000))
  await world.put('orders.retry', 0, 'b')
  await world.pass(1000)
  expect(world.values('orders')).toEqual(['a'])
  expect(world.retries.policy(policy.policyId).policy.warpedMs).toBe(59_000)
  await world.pass(60_000, 500)
  expect(world.values('orders')).toEqual(['a', 'b'])
  await world.stop()
})

describe('A delayed topic', () => {
  it('shows records once their delay is over, and wakes who waits for them', async () => {
    const world = await RetryWorld.start()
    await world.save({ mode: 'delayed-topics' })
    await world.put('orders.retry', 0, 'a')
    await world.pass(100)
    const log = world.broker.context.logs.get(world.topics.get('orders.retry.1s')!.partitions[0]!)!
    expect([log.highWatermark, world.retries.deliverableEnd(log)]).toEqual([1, 0])
    await world.pass(1000)
    expect(world.retries.deliverableEnd(log)).toBe(1)
    expect(world.values('orders')).toEqual([])
    await world.stop()
  })

  it('is released by hand and by a time warp', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save({ mode: 'delayed-topics' })
    await world.put('orders.retry', 0, 'a', 'b')
    await world.pass(100)
    const log = world.broker.context.logs.get(world.topics.get('orders.retry.1s')!.partitions[0]!)!
    expect(world.retries.pending(policy.policyId, null, 10).total).toBe(2)
    await world.asked(world.retries.warp(policy.policyId, 2000))
    expect(world.retries.deliverableEnd(log)).toBe(2)
    await world.put('orders.retry', 0, 'c')
    await world.pass(100)
    expect(await world.asked(world.retries.fire(policy.policyId, [{ topic: 'orders.retry.1s', partition: 0, offset: 2 }]))).toBe(1)
    expect(world.retries.deliverableEnd(log)).toBe(3)
    await world.crash()
    const again = world.broker.context.logs.get(world.topics.get('orders.retry.1s')!.partitions[0]!)!
    expect(world.retries.deliverableEnd(again)).toBe(3)
    await world.stop()
  })
})

describe('A policy', () => {
  it('is paused and resumed by hand', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save()
    await world.asked(world.retries.pause(policy.policyId))
    await world.put('orders.retry', 0, 'a')
    await world.pass(5000, 200)
    expect([world.values('orders.retry.1s'), world.retries.policy(policy.policyId).reason]).toEqual([[], 'Paused by hand.'])
    await world.asked(world.retries.resume(policy.policyId))
    await world.pass(1200)
    expect(world.values('orders')).toEqual(['a'])
    await world.stop()
  })

  it('refuses another source', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save()
    await world.topics.create({ name: 'payments', partitionCount: 1, configs: {} })
    await expect(world.asked(world.retries.save(policy.policyId, draft({ source: 'payments' })))).rejects.toThrow('The source of a policy stays. Make another policy, and delete this one.')
    await world.stop()
  })

  it('goes on emptying a tier that an edit has removed', async () => {
    const world = await RetryWorld.start()
    const { policy } = await world.save()
    await world.put('orders.retry', 0, 'a')
    await world.pass(100)
    const edited = await world.save({ tiers: [{ topic: null, delayMs: 2000 }] }, policy.policyId)
    expect(edited.stops.filter(({ isFormer }) => isFormer).map(({ topic, records }) => [topic, records])).toEqual([['orders.retry.1s', 1]])
    await world.pass(1200)
    expect(world.values('orders')).toEqual(['a'])
    expect(world.retries.policy(policy.policyId).stops.some(({ isFormer }) => isFormer)).toBe(false)
    await world.stop()
  })

  it('sends what is too large for the source to the dead letters, with the reason', async () => {
    const world = await RetryWorld.start()
    await world.topics.alterConfigs('orders', (own) => ({ ...own, 'max.message.bytes': '1000' }), false)
    await world.save()
    await world.put('orders.retry', 0, { key: Buffer.from('k'), value: Buffer.alloc(2000) }, 'b')
    await world.pass(1200)
    expect(world.values('orders')).toEqual(['b'])
    expect(headerText(world.read('orders.dlq')[0]!, 'headwater-exception-message')).toMatch(/^It could not be moved to "orders": it has 2\d\d\d bytes with its headers, and the topic takes 1000 \(max\.message\.bytes\)\.$/)
    await world.stop()
  })
})
