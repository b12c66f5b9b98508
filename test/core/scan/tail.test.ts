import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { produce } from '../../../core/client/producer.ts'
import { tail, type TailOptions } from '../../../core/scan/tail.ts'
import type { TailBatch } from '../../../core/scan/tail-buffer.ts'
import { CreatePartitions } from '../../../core/protocol/messages/create-partitions.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime, settle } from '../../support/fake-time.ts'
import { batchAt, markerAt, on, startScriptedTopic } from '../../support/scripted-broker.ts'

async function withTopic(partitionCount: number) {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount })
  return { broker, cluster }
}

const send = (cluster: ClusterConnection, value: string, partition = 0) =>
  produce(cluster, { topic: 'orders', partition, key: null, value: Buffer.from(value), headers: [] })

function follow(cluster: ClusterConnection, options: Partial<TailOptions<string>> = {}) {
  const stop = new AbortController()
  const stream = tail(cluster, 'orders', { project: ({ value }) => String(value), signal: stop.signal, ...options })
  const next = async (): Promise<TailBatch<string>> => {
    const { done, value } = await stream.next()
    if (done) throw new Error('the tail has ended')
    return value
  }
  return { stop, stream, next, untilRows: async (count: number) => rowsOf(next, count) }
}

async function rowsOf(next: () => Promise<TailBatch<string>>, count: number): Promise<string[]> {
  const rows: string[] = []
  while (rows.length < count) rows.push(...(await next()).rows)
  return rows
}

it('says at once where it begins, and then gives what arrives', async () => {
  const { cluster } = await withTopic(2)
  await send(cluster, 'before')
  const { next, untilRows, stop, stream } = follow(cluster)
  expect(await next()).toEqual({ rows: [], droppedFromView: 0, received: 0, matched: 0, positions: [{ partition: 0, offset: 1 }, { partition: 1, offset: 0 }], errors: [] })
  await send(cluster, 'first', 1)
  await send(cluster, 'second', 0)
  expect((await untilRows(2)).toSorted()).toEqual(['first', 'second'])
  stop.abort()
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

it('goes on from the offsets it is given, and misses nothing in between', async () => {
  const { cluster } = await withTopic(2)
  for (const value of ['a', 'b', 'c']) await send(cluster, value)
  const { untilRows, stop } = follow(cluster, { from: [{ partition: 0, offset: 1 }] })
  expect(await untilRows(2)).toEqual(['b', 'c'])
  stop.abort()
})

it('gives what contains a text, and counts all that came', async () => {
  const { cluster } = await withTopic(1)
  const { next, stop } = follow(cluster, { query: 'error', from: [{ partition: 0, offset: 0 }] })
  for (const value of ['fine', 'an ERROR', 'fine', 'error again']) await send(cluster, value)
  const rows: string[] = []
  let seen = await next()
  for (; seen.received < 4; seen = await next()) rows.push(...seen.rows)
  expect([[...rows, ...seen.rows], seen.received, seen.matched]).toEqual([['an ERROR', 'error again'], 4, 2])
  stop.abort()
})

it('follows the partitions it was asked for', async () => {
  const { cluster } = await withTopic(3)
  const { next, untilRows, stop } = follow(cluster, { partitions: [1], from: [{ partition: 0, offset: 0 }] })
  expect((await next()).positions).toEqual([{ partition: 1, offset: 0 }])
  await send(cluster, 'elsewhere', 0)
  await send(cluster, 'here', 1)
  expect(await untilRows(1)).toEqual(['here'])
  stop.abort()
})

it('ends its fetches and its sockets when it is aborted', async () => {
  const { cluster, broker } = await withTopic(1)
  const { next, stop, stream } = follow(cluster)
  await next()
  await expect.poll(() => broker.connections().length).toBe(2)
  stop.abort()
  expect((await stream.next()).done).toBe(true)
  await expect.poll(() => broker.connections().length).toBe(1)
})

it('ends its fetches and its sockets when its reader leaves', async () => {
  const { cluster, broker } = await withTopic(1)
  const { next, stream } = follow(cluster)
  await next()
  await stream.return()
  await expect.poll(() => broker.connections().length).toBe(1)
})

it('gives at most ten batches a second, however many records arrive', async () => {
  const log = { batches: [batchAt(0, ['0'])], startOffset: 0, endOffset: 1 }
  const { address } = await startScriptedTopic([log])
  const time = new FakeTime()
  const cluster = connectTo(address, { clock: time, timers: time })
  const { next, stop } = follow(cluster, { from: [{ partition: 0, offset: 0 }] })
  await next()
  let batches = 0
  const reading = (async () => {
    for (;;) {
      await next()
      batches++
    }
  })().catch(() => {})
  for (let ms = 0; ms < 1_000; ms += 10) {
    log.batches.push(batchAt(log.endOffset, [`${log.endOffset}`]))
    log.endOffset++
    await time.advance(10)
    await settle()
  }
  expect(batches).toBeLessThanOrEqual(10)
  expect(batches).toBeGreaterThan(0)
  stop.abort()
  await time.advance(100)
  await reading
})

it('keeps reading while its reader is busy, in bounded memory, and counts what it could not keep', async () => {
  const log = { batches: [batchAt(0, Array.from({ length: 1_000 }, (_, i) => `${i}`))], startOffset: 0, endOffset: 1_000 }
  const { address } = await startScriptedTopic([log])
  const { next, stop } = follow(connectTo(address), { from: [{ partition: 0, offset: 0 }], maxRows: 100 })
  let seen = await next()
  while (seen.received === 0) seen = await next()
  expect([seen.rows.length, seen.rows[0], seen.rows.at(-1), seen.droppedFromView, seen.received]).toEqual([100, '900', '999', 900, 1_000])
  stop.abort()
})

it('steps over markers', async () => {
  const { address } = await startScriptedTopic([{ batches: [markerAt(0), batchAt(1, ['a']), markerAt(2)], startOffset: 0, endOffset: 3 }])
  const { next, stop } = follow(connectTo(address), { from: [{ partition: 0, offset: 0 }] })
  let seen = await next()
  while (seen.rows.length === 0) seen = await next()
  expect([seen.rows, seen.received, seen.positions]).toEqual([['a'], 1, [{ partition: 0, offset: 3 }]])
  stop.abort()
})

it('tells which partition fails while the others go on, and takes it up again', async () => {
  const bad = { batches: [batchAt(0, ['late'])], startOffset: 0, endOffset: 1, errorCode: 56 }
  const { address } = await startScriptedTopic([{ batches: [batchAt(0, ['good'])], startOffset: 0, endOffset: 1 }, bad])
  const { next, untilRows, stop } = follow(connectTo(address), { from: [0, 1].map((partition) => ({ partition, offset: 0 })) })
  let seen = await next()
  const rows = [...seen.rows]
  while (rows.length === 0 || seen.errors.length === 0) rows.push(...(seen = await next()).rows)
  expect([rows, seen.errors]).toEqual([['good'], [{ partition: 1, message: 'Partition 1 of "orders": The broker could not read or write its log on disk.' }]])
  bad.errorCode = 0
  expect(await untilRows(1)).toEqual(['late'])
  stop.abort()
})

it('follows a partition to its new leader', async () => {
  const other = await startScriptedTopic([{ batches: [batchAt(0, ['a', 'b'])], startOffset: 0, endOffset: 2 }])
  const moved = { batches: [], startOffset: 0, endOffset: 0, leader: 1, errorCode: 6 }
  const old = await startScriptedTopic([moved])
  old.cluster.nodes.set(2, other.address)
  const { untilRows, stop } = follow(connectTo(old.address), { from: [{ partition: 0, offset: 0 }] })
  moved.leader = 2
  expect(await untilRows(2)).toEqual(['a', 'b'])
  stop.abort()
})

it('goes on at the nearest offset when retention has passed it, and says so', async () => {
  const { address } = await startScriptedTopic([{ batches: [batchAt(50, ['a'])], startOffset: 50, endOffset: 51 }])
  const { next, stop } = follow(connectTo(address), { from: [{ partition: 0, offset: 3 }] })
  const seen: TailBatch<string>[] = [await next()]
  while (!seen.some(({ rows }) => rows.length > 0)) seen.push(await next())
  expect(seen.flatMap(({ rows }) => rows)).toEqual(['a'])
  expect(seen.flatMap(({ errors }) => errors)).toContainEqual({
    partition: 0,
    message: 'Offset 3 of partition 0 is gone: The offset lies outside the range that the partition holds.',
  })
  stop.abort()
})

it('reads a partition that is added meanwhile from its first record', async () => {
  const { broker, cluster } = await withTopic(1)
  const time = new FakeTime()
  const follower = connectTo(broker.address, { clock: time })
  const { next, untilRows, stop } = follow(follower)
  await next()
  await cluster.request('any', CreatePartitions, { topics: [{ name: 'orders', count: 2, assignments: null }], timeoutMs: 1_000, validateOnly: false })
  await send(cluster, 'in the new one', 1)
  await time.advance(10_000)
  await send(cluster, 'wake', 0)
  expect((await untilRows(2)).toSorted()).toEqual(['in the new one', 'wake'])
  stop.abort()
})

it('connects again when the broker comes back, and misses nothing', async () => {
  const { broker, cluster } = await withTopic(1)
  await send(cluster, 'a')
  const { next, untilRows, stop } = follow(cluster, { from: [{ partition: 0, offset: 0 }] })
  expect(await untilRows(1)).toEqual(['a'])
  await broker.stop()
  let seen = await next()
  while (seen.errors.length === 0) seen = await next()
  const again = await startTestBroker({}, { directory: broker.directory, port: broker.address.port })
  await send(connectTo(again.address), 'b')
  expect(await untilRows(1)).toEqual(['b'])
  stop.abort()
})

it('rejects a topic that does not exist', async () => {
  const broker = await startTestBroker()
  await expect(follow(connectTo(broker.address)).next()).rejects.toThrow('There is no topic "orders".')
})

it('does not ask in a hurry for a batch that cannot be read', async () => {
  const broken = batchAt(0, ['a'], { codec: 1 }).fill(0xee, 61)
  let fetches = 0
  const scripted = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 1 }], [
    on(Fetch, ({ topics }) => {
      fetches++
      return { responses: [{ topicId: topics[0]!.topicId, topic: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0, highWatermark: 1, abortedTransactions: null, records: broken }] }] }
    }),
  ])
  const { next, stop } = follow(connectTo(scripted.address), { from: [{ partition: 0, offset: 0 }] })
  let seen = await next()
  while (seen.errors.length === 0) seen = await next()
  expect(seen.errors[0]!.message).toMatch(/^Partition 0 of "orders" at offset 0: /)
  expect(fetches).toBe(1)
  stop.abort()
})
