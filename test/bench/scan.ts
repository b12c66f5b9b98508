// Looks for a text in every record of a topic: against reading the same bytes without looking at them, and with the longest hold of the event loop.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { systemClock } from '../../core/base/clock.ts'
import { systemRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { ClusterConnection } from '../../core/client/cluster-connection.ts'
import { TopicReader } from '../../core/client/topic-reader.ts'
import { batches, encodeBatch, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import type { Codec } from '../../core/protocol/records/compression.ts'
import { browse } from '../../core/scan/browse.ts'
import { ScanWorkers } from '../../core/scan/engine/scan-workers.ts'
import type { ReadingStart } from '../../core/scan/reading-plan.ts'
import { startBrokerProcess } from '../support/broker-process.ts'
import { createTopicFrame, produceFrame } from './frames.ts'
import { closedLoop, report, withFolder } from './measure.ts'
import { connectRaw } from './raw-client.ts'

/** Another number may be given for a quick look. */
const RECORDS = Number(process.argv[2] ?? 1_000_000)
const PARTITIONS = 4
const RECORDS_PER_BATCH = 50
const TEXT = 'no such customer'
const workers = new ScanWorkers(systemTimers)

interface Scan {
  readonly what: string
  readonly topic: string
  readonly start: ReadingStart
  readonly filter: string
}

await withFolder(async (folder) => {
  const broker = await startBrokerProcess(folder)
  await fill(broker.port, 'plain', 0)
  await fill(broker.port, 'packed', 3)
  const identity = { clientId: 'bench', softwareName: 'headwater-bench', softwareVersion: '1' }
  const address = { host: '127.0.0.1', port: broker.port }
  const cluster = new ClusterConnection({ bootstrapServers: [address], identity, clock: systemClock, timers: systemTimers, random: systemRandom })
  const limits = new Map<string, number>()
  for (const topic of ['plain', 'packed']) limits.set(topic, await rawRead(cluster, topic))
  const scans: Scan[] = [
    { what: 'either case, oldest first', topic: 'plain', start: { kind: 'oldest' }, filter: TEXT },
    { what: 'either case, newest first', topic: 'plain', start: { kind: 'newest' }, filter: TEXT },
    { what: 'exact case, oldest first', topic: 'plain', start: { kind: 'oldest' }, filter: TEXT.toUpperCase() },
    { what: 'either case, oldest first, lz4', topic: 'packed', start: { kind: 'oldest' }, filter: TEXT },
  ]
  for (const scan of scans) await measure(cluster, scan, limits.get(scan.topic)!)
  await workers.close()
  await cluster.close()
  await broker.stop()
})

async function measure(cluster: ClusterConnection, { what, topic, start, filter }: Scan, limit: number): Promise<void> {
  const holds = monitorEventLoopDelay({ resolution: 1 })
  holds.enable()
  const began = performance.now()
  let scanned = 0
  const options = { start, query: filter, workers, limit: 200, project: String, budget: null, signal: new AbortController().signal }
  for await (const event of browse(cluster, topic, options)) scanned = event.scannedRecords
  const perSecond = scanned / ((performance.now() - began) / 1_000)
  holds.disable()
  if (scanned !== RECORDS) throw new Error(`${scanned} of ${RECORDS} records were looked at`)
  report({
    name: `scan ${RECORDS} records of 300 B for a text, ${what}`,
    value: perSecond,
    unit: 'records/s',
    ratio: perSecond / limit,
    ratioOf: `fetching the same bytes without looking at them (${limit.toFixed(0)} records/s)`,
  })
  report({ name: `longest hold of the event loop in that, ${what}`, value: holds.max / 1e6, unit: 'ms', goal: '<= 16 ms' })
}

/** Records per second that a client could look at who does nothing but fetch. */
async function rawRead(cluster: ClusterConnection, topic: string): Promise<number> {
  const reader = await TopicReader.open(cluster, topic)
  const began = performance.now()
  await Promise.all(Array.from({ length: PARTITIONS }, async (_, partition) => readAll(reader, partition)))
  return RECORDS / ((performance.now() - began) / 1_000)
}

async function readAll(reader: TopicReader, partition: number): Promise<void> {
  for (let offset = 0; ; ) {
    const { bytes } = await reader.fetch(partition, offset)
    if (bytes.length === 0) return
    for (const { header } of batches(bytes)) offset = lastOffsetOf(header) + 1
  }
}

async function fill(port: number, topic: string, codec: Codec): Promise<void> {
  const client = await connectRaw(port)
  await client.send(createTopicFrame(topic, PARTITIONS))
  const records = Array.from({ length: RECORDS_PER_BATCH }, (_, i) => ({ key: Buffer.from(`customer-${i}`), value: jsonOf(i), timestamp: 1_700_000_000_000 + i }))
  const batch = encodeBatch({ records, codec })
  await closedLoop(64, RECORDS / RECORDS_PER_BATCH, (i) => client.send(produceFrame(topic, i % PARTITIONS, batch)))
  client.close()
}

function jsonOf(i: number): Buffer {
  const noise = systemRandom.bytes(60).toString('hex')
  return Buffer.from(JSON.stringify({ id: 9_000_000 + i, customer: `customer-${i}`, status: 'accepted', amount: 12.5, currency: 'EUR', note: noise, lines: [1, 2, 3], at: '2026-01-02T03:04:05.678Z' }))
}
