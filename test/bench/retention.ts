// What retention, cleaning and compaction cost: 5 GB through a window of 500 MB, a deleted topic whose files a long-lived one shares, and a log of many keys.
// The event loop of the broker is watched by a probe: a connection that asks for ApiVersions, which nothing but the loop can delay.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { systemRandom } from '../../core/base/random.ts'
import { type BrokerProcess, startBrokerProcess } from '../support/broker-process.ts'
import { alterTopicConfigFrame, apiVersionsFrame, createTopicFrame, deleteTopicFrame, produceFrame } from './frames.ts'
import { closedLoop, percentile, report, withFolder } from './measure.ts'
import { connectRaw, type RawClient } from './raw-client.ts'

const MB = 1_000_000
const PARTITIONS = 8
const WINDOW_BYTES = 500 * MB
const TOTAL_BYTES = Number(process.env['HEADWATER_BENCH_TOTAL_MB'] ?? 5000) * MB
const SLICE_BYTES = 500 * MB
const CONNECTIONS = 4
const IN_FLIGHT = 32

const diskBytes = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + (name.endsWith('.mdb') ? (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) : 0), 0)

await withFolder(async (folder) => {
  const broker = await startBrokerProcess(folder, { settings: ['log.cleaner.backoff.ms=1000'] })
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => connectRaw(broker.port)))
  await steadyRetention(broker, clients, folder)
  await sharedFiles(broker, clients, folder)
  await compaction(broker, clients, folder)
  for (const client of clients) client.close()
  await broker.stop()
})

async function steadyRetention(broker: BrokerProcess, clients: RawClient[], folder: string): Promise<void> {
  await clients[0]!.send(createTopicFrame('window', PARTITIONS, { 'retention.bytes': String(WINDOW_BYTES / PARTITIONS) }))
  const batch = plainBatch(16)
  const rates: number[] = []
  const disk: number[] = []
  const sampler = setInterval(() => void disk.push(diskBytes(folder)), 100)
  const held = await probed(broker, async () => {
    for (let written = 0; written < TOTAL_BYTES; written += SLICE_BYTES) rates.push(await produce(clients, 'window', batch, SLICE_BYTES))
  })
  clearInterval(sampler)
  process.stderr.write(`MB/s of each ${SLICE_BYTES / MB} MB: ${rates.map((rate) => rate.toFixed(0)).join(', ')}\n`)
  const later = disk.slice(Math.floor(disk.length / 3))
  const [begin, end] = [rates[0]!, (rates.at(-1)! + rates.at(-2)!) / 2]
  report({
    name: `${TOTAL_BYTES / MB / 1000} GB through a window of ${WINDOW_BYTES / MB} MB, batches of 16 KB: throughput of the last gigabyte`,
    value: end,
    unit: 'MB/s',
    ratio: end / begin,
    ratioOf: `the first ${SLICE_BYTES / MB} MB, before anything expires (${begin.toFixed(0)} MB/s)`,
    goal: '>= 0.70',
  })
  report({ name: 'window of 500 MB: most disk in use after the first third', value: percentile(later, 1) / MB, unit: 'MB', ratio: percentile(later, 1) / WINDOW_BYTES, ratioOf: 'the window', goal: '<= 1.6' })
  report({ name: 'window of 500 MB: disk in use, median after the first third', value: percentile(later, 0.5) / MB, unit: 'MB', ratio: percentile(later, 0.5) / WINDOW_BYTES, ratioOf: 'the window' })
  reportHeld('window of 500 MB', held)
}

/** 50 MB of one topic lie among 450 MB of another, which is deleted. */
async function sharedFiles(broker: BrokerProcess, clients: RawClient[], folder: string): Promise<void> {
  await clients[0]!.send(deleteTopicFrame('window'))
  await until(() => diskBytes(folder) < 20 * MB, 60_000)
  await clients[0]!.send(createTopicFrame('long-lived', 1))
  await clients[0]!.send(createTopicFrame('short-lived', PARTITIONS))
  const batch = plainBatch(16)
  for (let i = 0; i < 50; i++) await Promise.all([produce(clients, 'long-lived', batch, MB, 1), produce(clients, 'short-lived', batch, 9 * MB)])
  const before = diskBytes(folder)
  let seconds = 0
  const held = await probed(broker, async () => {
    await clients[0]!.send(deleteTopicFrame('short-lived'))
    seconds = await until(() => diskBytes(folder) < 100 * MB, 60_000)
    await sleep(500)
  })
  report({ name: 'from the deletion of 450 MB that share their files with 50 MB of another topic to their disk space being given back', value: seconds, unit: 's', goal: '<= 60 s' })
  report({ name: 'shared files: disk in use afterwards', value: diskBytes(folder) / MB, unit: 'MB', ratio: diskBytes(folder) / before, ratioOf: `before (${(before / MB).toFixed(0)} MB)` })
  reportHeld('shared files', held)
}

/** 300,000 records of 1 KB with 30,000 keys, compacted while another topic is written to. */
async function compaction(broker: BrokerProcess, clients: RawClient[], folder: string): Promise<void> {
  await clients[0]!.send(createTopicFrame('beside', 1))
  await clients[0]!.send(createTopicFrame('keyed', 1, { 'cleanup.policy': 'compact', 'segment.bytes': '10000000', 'min.cleanable.dirty.ratio': '1' }))
  const value = systemRandom.bytes(1000)
  for (let i = 0; i < 3000; i++) {
    const records = Array.from({ length: 100 }, (_, at) => ({ key: Buffer.from(`key ${(i * 100 + at) % 30_000}`), value, timestamp: Date.now() }))
    await clients[0]!.send(produceFrame('keyed', 0, encodeBatch({ records })))
  }
  const before = diskBytes(folder)
  let seconds = 0
  const held = await probed(broker, async () => {
    await clients[0]!.send(alterTopicConfigFrame('keyed', 'min.cleanable.dirty.ratio', '0'))
    const writing = produce(clients.slice(1), 'beside', plainBatch(1), 20 * MB, 1)
    seconds = await until(() => diskBytes(folder) < before - 180 * MB, 60_000)
    await writing
  })
  report({ name: 'compaction of 300,000 records of 1 KB to 30,000 keys beside a producer, until the disk space is given back', value: seconds, unit: 's' })
  reportHeld('compaction', held)
}

function plainBatch(records: number): Buffer {
  const value = systemRandom.bytes(1000)
  return encodeBatch({ records: Array.from({ length: records }, () => ({ key: null, value, timestamp: Date.now() })) })
}

/** MB/s. */
async function produce(clients: readonly RawClient[], topic: string, batch: Buffer, bytes: number, partitions = PARTITIONS): Promise<number> {
  const frames = Array.from({ length: partitions }, (_, partition) => produceFrame(topic, partition, batch))
  const requests = Math.ceil(bytes / batch.length)
  const seconds = await closedLoop(IN_FLIGHT, requests, (i) => clients[i % clients.length]!.send(frames[i % partitions]!))
  return (requests * batch.length) / MB / seconds
}

async function probed(broker: BrokerProcess, work: () => Promise<void>): Promise<number[]> {
  const probe = await connectRaw(broker.port)
  const frame = apiVersionsFrame()
  const waits: number[] = []
  let isOver = false
  const probing = (async () => {
    while (!isOver) {
      const started = performance.now()
      await probe.send(frame)
      waits.push(performance.now() - started)
      await sleep(2)
    }
  })()
  await work()
  isOver = true
  await probing
  probe.close()
  return waits
}

function reportHeld(what: string, waits: number[]): void {
  report({ name: `${what}: an ApiVersions request beside it waits, p99`, value: percentile(waits, 0.99), unit: 'ms' })
  report({ name: `${what}: an ApiVersions request beside it waits, longest`, value: percentile(waits, 1), unit: 'ms' })
}

/** Seconds until it is true. */
async function until(isTrue: () => boolean, timeoutMs: number): Promise<number> {
  const started = performance.now()
  while (!isTrue()) {
    if (performance.now() - started > timeoutMs) break
    await sleep(20)
  }
  return (performance.now() - started) / 1000
}
