import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { produceMany, type ProduceManyOptions, type SendingProgress } from '../../../core/client/produce-many.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { batches } from '../../../core/protocol/records/record-batch.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { on, startScriptedTopic, TOPIC_ID } from '../../support/scripted-broker.ts'

const numbered: ProduceManyOptions['recordAt'] = (seq) => ({ partition: 0, key: null, value: Buffer.from(`${seq}`), headers: [] })

function sending(cluster: ClusterConnection, options: Partial<ProduceManyOptions> = {}) {
  return produceMany(cluster, { topic: 'orders', count: 10, recordAt: numbered, refusal: () => null, perSecond: null, signal: new AbortController().signal, ...options })
}

async function send(cluster: ClusterConnection, options: Partial<ProduceManyOptions> = {}): Promise<SendingProgress> {
  let last: SendingProgress | undefined
  for await (const progress of sending(cluster, options)) last = progress
  return last!
}

async function withTopic(partitionCount: number, configs: Record<string, string> = {}) {
  const broker = await startTestBroker(configs)
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount })
  return cluster
}

async function valuesOf(cluster: ClusterConnection, partition = 0): Promise<string[]> {
  const reader = await TopicReader.open(cluster, 'orders')
  const values: string[] = []
  for (let offset = 0; ; ) {
    const { records, nextOffset } = await reader.read(partition, offset)
    if (nextOffset === offset) return values
    values.push(...records.map(({ value }) => String(value)))
    offset = nextOffset
  }
}

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i + 1}`)

it('sends all, in order, and says when it is done', async () => {
  const cluster = await withTopic(1)
  const last = await send(cluster, { count: 1_234 })
  expect(last).toMatchObject({ acknowledged: 1_234, failed: 0, failure: null, done: true })
  expect(last.latest.length).toBeLessThanOrEqual(100)
  expect(await valuesOf(cluster)).toEqual(upTo(1_234))
})

it('keeps the order within each partition', async () => {
  const cluster = await withTopic(3)
  await send(cluster, { count: 900, recordAt: (seq) => ({ ...numbered(seq), partition: null, key: Buffer.from(`${seq % 7}`) }) })
  const all = await Promise.all([0, 1, 2].map(async (partition) => (await valuesOf(cluster, partition)).map(Number)))
  for (const values of all) expect(values).toEqual(values.toSorted((a, b) => a - b))
  expect(all.flat().toSorted((a, b) => a - b)).toEqual(upTo(900).map(Number))
})

it('sends records one by one to a topic that takes no large batches', async () => {
  const cluster = await withTopic(1, { 'message.max.bytes': '500' })
  const recordAt: ProduceManyOptions['recordAt'] = (seq) => ({ ...numbered(seq), value: Buffer.from(`${seq}`.padStart(300)) })
  expect(await send(cluster, { count: 9, recordAt })).toMatchObject({ acknowledged: 9, failed: 0 })
  expect((await valuesOf(cluster)).map((value) => value.trim())).toEqual(upTo(9))
})

it('stops at the first record that is refused, and says how many went before', async () => {
  const cluster = await withTopic(1, { 'message.max.bytes': '500' })
  const recordAt: ProduceManyOptions['recordAt'] = (seq) => ({ ...numbered(seq), value: Buffer.alloc(seq === 7 ? 900 : 10, 'x') })
  const last = await send(cluster, { count: 5_000, recordAt })
  expect([last.acknowledged, last.failed, last.done, (last.failure as { errorName?: string }).errorName]).toEqual([6, 1, true, 'MESSAGE_TOO_LARGE'])
  expect(await valuesOf(cluster)).toHaveLength(6)
})

it('refuses a partition that does not exist, with nothing sent', async () => {
  const cluster = await withTopic(3)
  const last = await send(cluster, { recordAt: (seq) => ({ ...numbered(seq), partition: 7 }) })
  expect([last.acknowledged, last.failed, last.failure?.message]).toEqual([0, 1, 'Topic "orders" has 3 partitions; partition 7 does not exist.'])
})

it('stops when it may not go on, with the reason', async () => {
  const cluster = await withTopic(1)
  let asked = 0
  const refusal = (): Error | null => (++asked > 2 ? new Error('read-only again') : null)
  const last = await send(cluster, { count: 5_000, refusal })
  expect(last).toMatchObject({ acknowledged: 1_000, failed: 0, failure: { message: 'read-only again' }, done: true })
  expect(await valuesOf(cluster)).toEqual(upTo(1_000))
})

/** Counts what it takes; answers each request when `time` moves, 10 ms later. */
async function slowTopic() {
  const time = new FakeTime()
  const taken: number[] = []
  let inFlight = 0
  let mostInFlight = 0
  const produce = on(Produce, async ({ topicData }) => {
    mostInFlight = Math.max(mostInFlight, ++inFlight)
    const [batch] = batches(topicData[0]!.partitionData[0]!.records!)
    taken.push(batch!.header.recordCount)
    await new Promise<void>((resolve) => time.after(10, resolve))
    inFlight--
    return { responses: [{ topicId: TOPIC_ID, name: 'orders', partitionResponses: [{ index: 0, errorCode: 0, baseOffset: 0 }] }] }
  })
  const { address } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }], [produce])
  const total = (): number => taken.reduce((sum, count) => sum + count, 0)
  return { time, total, most: () => mostInFlight, cluster: connectTo(address, { clock: time, timers: time }) }
}

it('sends no faster than told, evenly, and one batch of a partition at a time', async () => {
  const { time, total, most, cluster } = await slowTopic()
  const stop = new AbortController()
  const events: number[] = []
  const all = (async () => {
    for await (const { acknowledged } of sending(cluster, { count: 10_000, perSecond: 50, signal: stop.signal })) events.push(acknowledged)
  })()
  for (let ms = 0; ms < 2_000; ms += 5) await time.advance(5)
  expect(total()).toBeGreaterThan(85)
  expect(total()).toBeLessThanOrEqual(104)
  expect([most(), events.length <= 21, events.at(-1)! > 80]).toEqual([1, true, true])
  stop.abort()
  for (let i = 0; i < 5; i++) await time.advance(10)
  await all
})

it('sends nothing more once its reader has left', async () => {
  const { time, total, cluster } = await slowTopic()
  const stream = sending(cluster, { count: 1_000_000, perSecond: 1_000 })
  const first = stream.next()
  while (total() === 0) await time.advance(20)
  await time.advance(200)
  await first
  const left = stream.return()
  for (let i = 0; i < 5; i++) await time.advance(20)
  await left
  const sent = total()
  await time.advance(1_000)
  expect(total()).toBe(sent)
})
