// Readings of random topics equal a simple model of what they are to give.
import { afterAll, expect, it } from 'vitest'
import { type Random, seededRandom, systemRandom } from '../../../core/base/random.ts'
import type { ClientRecord } from '../../../core/client/client-record.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { browse } from '../../../core/scan/browse.ts'
import { ScanWorkers } from '../../../core/scan/engine/scan-workers.ts'
import type { PartitionCoverage } from '../../../core/scan/partition-source.ts'
import { Reading } from '../../../core/scan/reading.ts'
import { planReading, type ReadingStart } from '../../../core/scan/reading-plan.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, markerAt, on, type ScriptedPartition, startScriptedTopic } from '../../support/scripted-broker.ts'

interface Kept {
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly text: string
}

interface Topic {
  readonly partitions: (ScriptedPartition & { readonly records: Kept[] })[]
  readonly isInOrder: boolean
}

const workers = new ScanWorkers(systemTimers, { count: 2 })
afterAll(() => workers.close())

const WORDS = ['alpha', 'Beta', 'GAMMA', 'delta']

function randomTopic(random: Random): Topic {
  const isInOrder = random.below(2) === 0
  const partitions = Array.from({ length: 1 + random.below(4) }, (_, partition) => randomPartition(random, partition, isInOrder))
  return { partitions, isInOrder }
}

/** Batches with holes between them, markers among them, times in order or not, a start within the first batch. */
function randomPartition(random: Random, partition: number, isInOrder: boolean): Topic['partitions'][number] {
  const batches: Buffer[] = []
  const records: Kept[] = []
  let [offset, timestamp] = [random.below(50), 1_000]
  for (let i = random.below(25); i > 0; i--) {
    offset += random.below(6) === 0 ? random.below(5_000) : 0
    if (random.below(5) === 0) {
      batches.push(markerAt(offset++))
      continue
    }
    const added = Array.from({ length: 1 + random.below(random.below(4) === 0 ? 120 : 8) }, (_, at): Kept => {
      timestamp += random.below(40)
      return { partition, offset: offset + at, timestamp: isInOrder ? timestamp : 1_000 + random.below(4_000), text: `${WORDS[random.below(4)]} ${offset + at}` }
    })
    const specs = added.map((record) => ({ key: null, value: Buffer.from(record.text), timestamp: record.timestamp }))
    batches.push(batchAt(offset, [], { records: specs, codec: ([0, 0, 1, 3] as const)[random.below(4)]! }))
    records.push(...added)
    offset += added.length
  }
  const startOffset = records[0] ? records[0].offset + random.below(3) : offset
  const endOffset = Math.max(startOffset, offset + (random.below(3) === 0 ? random.below(3_000) : 0))
  return { batches, startOffset, endOffset, records: records.filter((record) => record.offset >= startOffset) }
}

function randomStart(random: Random): Exclude<ReadingStart, { kind: 'continue' }> {
  const until = (from: number, most: number): number | null => (random.below(2) === 0 ? null : from + random.below(most))
  const [offset, time] = [random.below(3_000), 1_000 + random.below(3_500)]
  const untilTime = until(time, 1_500)
  return [
    { kind: 'newest' as const },
    { kind: 'oldest' as const },
    { kind: 'offset' as const, offset, untilOffset: until(offset, 2_000) },
    { kind: 'time' as const, fromTimestamp: BigInt(time), untilTimestamp: untilTime === null ? null : BigInt(untilTime) },
  ][random.below(4)]!
}

function isWanted(record: Kept, start: ReadingStart, contains: string): boolean {
  const text = /[A-Z]/.test(contains) ? record.text : record.text.toLowerCase()
  if (!text.includes(contains)) return false
  if (start.kind === 'offset') return record.offset >= start.offset && record.offset < (start.untilOffset ?? Infinity)
  if (start.kind !== 'time') return true
  return record.timestamp >= start.fromTimestamp && (start.untilTimestamp === null || record.timestamp < start.untilTimestamp)
}

function model({ partitions }: Topic, start: ReadingStart, contains: string): Kept[] {
  const wanted = partitions.flatMap(({ records }) => records).filter((record) => isWanted(record, start, contains))
  const sign = start.kind === 'newest' ? -1 : 1
  return wanted.toSorted((a, b) => sign * (a.timestamp - b.timestamp) || a.partition - b.partition || sign * (a.offset - b.offset))
}

async function connectToTopic({ partitions }: Topic): Promise<ClusterConnection> {
  const offsets = on(ListOffsets, ({ topics }) => ({
    topics: [{ name: 'orders', partitions: topics[0]!.partitions.map(({ partitionIndex, timestamp }) => ({ partitionIndex, errorCode: 0, offset: offsetAt(partitions[partitionIndex]!, timestamp) })) }],
  }))
  const { address } = await startScriptedTopic(partitions, [offsets])
  return connectTo(address)
}

function offsetAt({ startOffset, endOffset, records }: Topic['partitions'][number], timestamp: number): number {
  if (timestamp === -2) return startOffset
  if (timestamp === -1) return endOffset
  return records.find((record) => record.timestamp >= timestamp)?.offset ?? -1
}

const placeOf = ({ partition, offset, value }: ClientRecord): string => `${partition}:${offset} ${String(value)}`
const shown = ({ partition, offset, text }: Kept): string => `${partition}:${offset} ${text}`

interface Part {
  readonly rows: string[]
  readonly coverage: readonly PartitionCoverage[]
  readonly ended: string | null
}

async function read(cluster: ClusterConnection, start: ReadingStart, query: string, limit: number, searchers: ScanWorkers | null): Promise<Part> {
  const rows: string[] = []
  for await (const event of browse(cluster, 'orders', { start, query, limit, workers: searchers, project: placeOf, budget: null, signal: new AbortController().signal })) {
    rows.push(...event.rows)
    if (event.ended !== null) return { rows, coverage: event.coverage, ended: event.ended }
  }
  throw new Error('The reading did not end.')
}

/** What a coverage says that has been read is what has been given. */
function expectCovered({ rows, coverage }: Part, wanted: readonly Kept[], given: ReadonlySet<string>): void {
  const covered = wanted.filter(({ partition, offset }) => {
    const { fromOffset, toOffset } = coverage[partition]!
    return offset >= fromOffset && offset < toOffset
  })
  expect(new Set(covered.map(shown))).toEqual(new Set([...given, ...rows]))
}

function expectInOffsetOrder(rows: readonly string[], isBackward: boolean): void {
  const byPartition = Map.groupBy(rows.map((row) => row.split(/[: ]/).map(Number)), ([partition]) => partition)
  for (const places of byPartition.values()) {
    const offsets = places.map(([, offset]) => offset!)
    expect(offsets).toEqual(offsets.toSorted((a, b) => (isBackward ? b - a : a - b)))
  }
}

async function checkOne(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const topic = randomTopic(random)
  const cluster = await connectToTopic(topic)
  for (let i = 0; i < 4; i++) {
    const start = randomStart(random)
    const contains = ['', '', 'a', 'beta', 'Beta', '1', 'absent'][random.below(7)]!
    const wanted = model(topic, start, contains)
    const searchers = random.below(2) === 0 ? workers : null
    const query = searchers && contains !== '' && random.below(2) === 0 ? `js: new RegExp('${contains}', '${/[A-Z]/.test(contains) ? '' : 'i'}').test(valueText)` : contains
    const limit = random.below(3) === 0 ? 2_000 : 1 + random.below(20) + Math.ceil(wanted.length / 8)
    const isBackward = start.kind === 'newest'
    const all: string[] = []
    let from: ReadingStart = start
    for (let ended: string | null = null; ended !== 'complete'; ) {
      const part = await read(cluster, from, query, limit, searchers)
      expectCovered(part, wanted, new Set(all))
      all.push(...part.rows)
      ended = part.ended
      expect(part.rows.length <= limit && (ended === 'complete' || part.rows.length === limit)).toBe(true)
      const times = start.kind === 'time' ? start : { fromTimestamp: null, untilTimestamp: null }
      from = { kind: 'continue', direction: isBackward ? 'backward' : 'forward', coverage: part.coverage, fromTimestamp: times.fromTimestamp, untilTimestamp: times.untilTimestamp }
    }
    expectInOffsetOrder(all, isBackward)
    if (topic.isInOrder) expect(all).toEqual(wanted.map(shown))
    else expect(all.toSorted()).toEqual(wanted.map(shown).toSorted())
  }
}

/** Other seeds each time; a failure names its own. */
it.each([1, 2, 3, ...Array.from({ length: 12 }, () => systemRandom.below(2 ** 31))])('gives each record that is asked for once, in order, over any continuations (seed %i)', async (seed) => {
  await checkOne(seed)
})

it('hands out what is ahead once the partition that was behind has caught up', async () => {
  const stamped = (values: string[], at: number): Buffer => batchAt(0, [], { records: values.map((value, i) => ({ key: null, value: Buffer.from(value), timestamp: at + i })) })
  const { address } = await startScriptedTopic([
    { batches: [stamped(['a', 'b'], 10)], startOffset: 0, endOffset: 2 },
    { batches: [stamped(['c', 'd'], 0)], startOffset: 0, endOffset: 2 },
  ])
  const cluster = connectTo(address)
  const topic = await TopicReader.open(cluster, 'orders')
  const plan = await planReading(cluster, topic, { kind: 'oldest' }, undefined)
  const options = { predicate: null, limit: 3, project: ({ value }: ClientRecord) => String(value), budget: null, signal: new AbortController().signal }
  let news = 0
  const reading = new Reading<string>(cluster, topic, plan, options, () => news++)
  await reading.run()
  expect([reading.ended, reading.take().rows, reading.lookedAt.records, news > 0]).toEqual(['limit', ['c', 'd', 'a'], 4, true])
})
