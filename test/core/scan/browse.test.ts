import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import type { ClientRecord } from '../../../core/client/client-record.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { produce } from '../../../core/client/producer.ts'
import { browse, type BrowseEvent, type BrowseOptions } from '../../../core/scan/browse.ts'
import type { ReadingStart } from '../../../core/scan/reading-plan.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime, settle } from '../../support/fake-time.ts'
import { batchAt, markerAt, on, type ScriptedPartition, startScriptedTopic } from '../../support/scripted-broker.ts'

const NEWEST: ReadingStart = { kind: 'newest' }
const OLDEST: ReadingStart = { kind: 'oldest' }

const valueOf = ({ value }: ClientRecord): string => String(value)

type Asked = Partial<BrowseOptions<string>>

function reading(cluster: ClusterConnection, options: Asked = {}) {
  return browse(cluster, 'orders', { start: NEWEST, query: '', limit: 1_000, project: valueOf, budget: null, signal: new AbortController().signal, ...options })
}

interface Read {
  readonly rows: string[]
  readonly events: BrowseEvent<string>[]
  readonly last: BrowseEvent<string>
}

async function read(cluster: ClusterConnection, options: Asked = {}): Promise<Read> {
  const events: BrowseEvent<string>[] = []
  for await (const event of reading(cluster, options)) events.push(event)
  return { rows: events.flatMap(({ rows }) => rows), events, last: events.at(-1)! }
}

async function readOf(partitions: ScriptedPartition[], options: Asked = {}) {
  const scripted = await startScriptedTopic(partitions)
  return { ...(await read(connectTo(scripted.address), options)), scripted }
}

const offsetsOf = ({ coverage }: BrowseEvent<string>) =>
  coverage.map(({ partition, startOffset, fromOffset, toOffset, endOffset, error }) => [partition, startOffset, fromOffset, toOffset, endOffset, error])

const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `${from + i}`)

async function withThirtyRecords() {
  const broker = await startTestBroker()
  const time = new FakeTime()
  const cluster = connectTo(broker.address, { clock: time })
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  for (let i = 0; i < 30; i++) {
    await time.advance(1_000)
    await produce(cluster, { topic: 'orders', partition: i % 3, key: null, value: Buffer.from(`${i}`), headers: [] })
  }
  return { cluster, beganMs: time.now() - 29_000 }
}

it('gives the newest records of all partitions, newest first, and says what it has read', async () => {
  const { cluster } = await withThirtyRecords()
  const { rows, last } = await read(cluster, { limit: 7 })
  expect(rows).toEqual(['29', '28', '27', '26', '25', '24', '23'])
  expect(offsetsOf(last)).toEqual([
    [0, 0, 8, 10, 10, null],
    [1, 0, 8, 10, 10, null],
    [2, 0, 7, 10, 10, null],
  ])
  expect(last.ended).toBe('limit')
  const all = await read(cluster, { limit: 100, partitions: [2] })
  expect([all.rows.length, all.rows[0], offsetsOf(all.last), all.last.ended]).toEqual([10, '29', [[2, 0, 0, 10, 10, null]], 'complete'])
})

it('gives the oldest records of all partitions, oldest first', async () => {
  const { cluster } = await withThirtyRecords()
  const { rows, last } = await read(cluster, { start: OLDEST, limit: 7 })
  expect([rows, offsetsOf(last)]).toEqual([numbered(7), [[0, 0, 0, 3, 10, null], [1, 0, 0, 2, 10, null], [2, 0, 0, 2, 10, null]]])
})

it('reads between two offsets, whatever of them there is', async () => {
  const { cluster } = await withThirtyRecords()
  const between = async (offset: number, untilOffset: number | null) => (await read(cluster, { start: { kind: 'offset', offset, untilOffset }, partitions: [1] })).rows
  expect(await between(3, 5)).toEqual(['10', '13'])
  expect(await between(8, null)).toEqual(['25', '28'])
  expect(await between(0, 1_000)).toHaveLength(10)
  expect(await between(5, 5)).toEqual([])
  expect(await between(7, 2)).toEqual([])
  expect(await between(50, null)).toEqual([])
})

it('reads from a time up to another one', async () => {
  const { cluster, beganMs } = await withThirtyRecords()
  const at = (second: number): bigint => BigInt(beganMs + second * 1_000)
  const between = async (from: number, until: number | null) =>
    (await read(cluster, { start: { kind: 'time', fromTimestamp: at(from), untilTimestamp: until === null ? null : at(until) } })).rows
  expect(await between(10, 15)).toEqual(numbered(5, 10))
  expect(await between(27, null)).toEqual(numbered(3, 27))
  expect(await between(-5, 2)).toEqual(['0', '1'])
  expect(await between(40, null)).toEqual([])
})

it.each(['newest', 'oldest'] as const)('goes on where a reading from the %s stopped: nothing again, nothing left out', async (kind) => {
  const { cluster } = await withThirtyRecords()
  const direction = kind === 'newest' ? ('backward' as const) : ('forward' as const)
  const rows: string[] = []
  let start: ReadingStart = { kind }
  for (let isComplete = false; !isComplete; ) {
    const { rows: more, last } = await read(cluster, { start, limit: 7 })
    rows.push(...more)
    start = { kind: 'continue', direction, coverage: last.coverage, fromTimestamp: null, untilTimestamp: null }
    isComplete = last.ended === 'complete'
  }
  expect(rows).toEqual(kind === 'newest' ? numbered(30).toReversed() : numbered(30))
})

it('gives nothing of an empty topic, and says that it has read all of it', async () => {
  const { rows, last, events } = await readOf([{ batches: [], startOffset: 9, endOffset: 9 }])
  expect([rows, offsetsOf(last), last.ended, events.length]).toEqual([[], [[0, 9, 9, 9, 9, null]], 'complete', 1])
})

it('3.15.11: transactional topic with only markers at the tail: newest N returns N real records, not an empty page', async () => {
  const markers = Array.from({ length: 5_000 }, (_, i) => markerAt(20 + i))
  const { rows } = await readOf([{ batches: [batchAt(0, numbered(20)), ...markers], startOffset: 0, endOffset: 5_020 }], { limit: 3 })
  expect(rows).toEqual(['19', '18', '17'])
})

it('3.15.12: compacted topic: first page of oldest takes a few requests, however many offsets are empty', async () => {
  const sparse = Array.from({ length: 2_000 }, (_, i) => batchAt(50_000_000 + i * 10_000, [`${i}`]))
  const partition = (): ScriptedPartition => ({ batches: sparse, startOffset: 0, endOffset: 90_000_000 })
  const { rows, scripted } = await readOf([partition(), partition(), partition()], { start: OLDEST, limit: 200 })
  expect(rows.slice(0, 4)).toEqual(['0', '0', '0', '1'])
  expect(rows).toHaveLength(200)
  expect(scripted.asked.filter((api) => api.startsWith('Fetch')).length).toBeLessThanOrEqual(6)
})

it('finds the newest across offsets that compaction has emptied, at the end and in between', async () => {
  const batches = [batchAt(10, ['a', 'b']), batchAt(70_000, ['c']), batchAt(800_000, ['d'])]
  const { rows, last, scripted } = await readOf([{ batches, startOffset: 0, endOffset: 1_000_000 }], { limit: 3 })
  expect([rows, last.coverage[0]!.fromOffset]).toEqual([['d', 'c', 'b'], 11])
  expect(scripted.asked.filter((api) => api.startsWith('Fetch')).length).toBeLessThan(40)
})

it('does not read a dense stretch from its beginning because it is found from a wide span', async () => {
  const dense = Array.from({ length: 400 }, (_, i) => batchAt(i * 100, Array.from({ length: 100 }, (_value, j) => `${i * 100 + j}`.padStart(100, '0'))))
  const markers = Array.from({ length: 4_000 }, (_, i) => markerAt(40_000 + i))
  const { rows, scripted } = await readOf([{ batches: [...dense, ...markers], startOffset: 0, endOffset: 44_000 }], { limit: 50 })
  expect(rows.map(Number)).toEqual(Array.from({ length: 50 }, (_, i) => 39_999 - i))
  const total = scripted.cluster.partitions[0]!.batches.reduce((sum, batch) => sum + batch.length, 0)
  expect(scripted.cluster.fetchedBytes).toBeLessThan(total)
})

it('shows the newest of very large records without reading the older ones first', async () => {
  const large = Array.from({ length: 40 }, (_, i) => batchAt(i, [`${i}`.padStart(2_000_000, ' ')]))
  const scripted = await startScriptedTopic([{ batches: large, startOffset: 0, endOffset: 40 }])
  const project = (record: ClientRecord): string => valueOf(record).trim()
  const { rows } = await read(connectTo(scripted.address), { limit: 3, project })
  expect(rows).toEqual(['39', '38', '37'])
  expect(scripted.cluster.fetchedBytes).toBeLessThan(20_000_000)
})

it('begins where the reading begins, in the middle of a batch', async () => {
  const whole = [batchAt(0, numbered(500))]
  const newest = await readOf([{ batches: whole, startOffset: 100, endOffset: 500 }])
  expect([newest.rows.length, newest.rows[0], newest.rows.at(-1), newest.last.scannedRecords]).toEqual([400, '499', '100', 400])
  const some = await readOf([{ batches: whole, startOffset: 0, endOffset: 500 }], { start: { kind: 'offset', offset: 17, untilOffset: 20 } })
  expect([some.rows, some.last.scannedRecords]).toEqual([['17', '18', '19'], 3])
})

it('is not led astray by one record with an odd time', async () => {
  const stamped = (value: string, timestamp: number) => ({ key: null, value: Buffer.from(value), timestamp })
  const busy = batchAt(0, [], { records: Array.from({ length: 50 }, (_, i) => stamped(`busy${i}`, 10_000 + i)) })
  const odd = batchAt(50, [], { records: [stamped('odd', 0)] })
  const quiet = batchAt(0, numbered(50))
  const { rows } = await readOf([{ batches: [busy, odd], startOffset: 0, endOffset: 51 }, { batches: [quiet], startOffset: 0, endOffset: 50 }], { limit: 4 })
  expect(rows).toEqual(['odd', 'busy49', 'busy48', 'busy47'])
  const future = batchAt(0, [], { records: [stamped('odd', 9e12), stamped('next', 1)] })
  const even = batchAt(0, [], { records: Array.from({ length: 50 }, (_, i) => stamped(`${i}`, i)) })
  const forward = await readOf([{ batches: [future], startOffset: 0, endOffset: 2 }, { batches: [even], startOffset: 0, endOffset: 50 }], { start: OLDEST, limit: 4 })
  expect(forward.rows).toEqual(['0', 'odd', 'next', '1'])
})

it.each([
  ['newest', NEWEST, ['a', 'e']],
  ['oldest', OLDEST, ['d', 'a']],
] as const)('goes on with the other partitions when one fails, and says which and why (%s)', async (_kind, start, expected) => {
  const corrupt = batchAt(1, ['c'], { codec: 1 }).fill(0xee, 61)
  const { rows, last } = await readOf(
    [
      { batches: [batchAt(9, ['a'])], startOffset: 9, endOffset: 10 },
      { batches: [batchAt(0, ['b'])], startOffset: 0, endOffset: 1, errorCode: 56 },
      { batches: [batchAt(0, ['d']), corrupt, batchAt(2, ['e'])], startOffset: 0, endOffset: 3 },
      { batches: [], startOffset: 0, endOffset: 1, leader: -1 },
      { batches: [], startOffset: 0, endOffset: 1, leader: 9 },
    ],
    { start },
  )
  expect(rows).toEqual(expected)
  expect(last.ended).toBe('complete')
  expect(last.coverage.map(({ error }) => error?.message.replace(/byte .*/, '') ?? null)).toEqual([
    null,
    'Partition 1 of "orders": The broker could not read or write its log on disk.',
    'The gzip data cannot be decompressed to at most 134217728 bytes: incorrect header check',
    'Partition 3 of "orders": The partition has no leader at the moment, for instance because one is being elected.',
    'The cluster has no broker 9 at the moment.',
  ])
  expect(last.coverage[2]).toMatchObject(start.kind === 'newest' ? { fromOffset: 2, toOffset: 3 } : { fromOffset: 0, toOffset: 1 })
})

it('tries a failed partition again when it goes on', async () => {
  const partition: ScriptedPartition = { batches: [batchAt(0, ['b'])], startOffset: 0, endOffset: 1, errorCode: 56 }
  const { address } = await startScriptedTopic([partition, { batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 1 }])
  const cluster = connectTo(address)
  const { last } = await read(cluster, { start: OLDEST })
  partition.errorCode = 0
  const again = await read(cluster, { start: { kind: 'continue', direction: 'forward', coverage: last.coverage, fromTimestamp: null, untilTimestamp: null } })
  expect([again.rows, again.last.coverage.map(({ error }) => error)]).toEqual([['b'], [null, null]])
})

it.each([NEWEST, OLDEST])('goes on from the new start when retention moves it meanwhile ($kind)', async (start) => {
  const partition = { batches: [batchAt(50, numbered(50, 50))], startOffset: 0, endOffset: 100 }
  const scripted = await startScriptedTopic([partition])
  const reading = read(connectTo(scripted.address), { start })
  await expect.poll(() => scripted.asked.filter((api) => api.startsWith('ListOffsets')).length).toBe(2)
  partition.startOffset = 50
  const { rows, last } = await reading
  expect([rows.length, rows.toSorted()[0], last.coverage[0]!.error, last.ended]).toEqual([50, '50', null, 'complete'])
})

it('refuses a topic or a partition that does not exist', async () => {
  const { address } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }])
  const cluster = connectTo(address)
  const browseAbsent = browse(cluster, 'absent', { start: NEWEST, query: '', limit: 1, project: valueOf, budget: null, signal: new AbortController().signal })
  await expect(browseAbsent.next()).rejects.toThrow('There is no topic "absent".')
  await expect(read(cluster, { partitions: [1] })).rejects.toThrow('Topic "orders" has 1 partitions; partition 1 does not exist.')
})

it('finds what contains a text in key, value, header names and header values, in either case unless it has a capital', async () => {
  const records = [
    { key: Buffer.from('Needle'), value: null },
    { key: null, value: Buffer.from('a haystack with a NEEDLE in it') },
    { key: Buffer.from('nee'), value: Buffer.from('dle') },
    { key: null, value: null, headers: [{ key: 'x', value: null }, { key: 'the-needle', value: null }] },
    { key: null, value: null, headers: [{ key: 'x', value: Buffer.from([0xff, ...Buffer.from('needle')]) }] },
    { key: null, value: Buffer.from('need') },
  ]
  const partition = { batches: [batchAt(0, [], { records }), batchAt(6, numbered(1_000))], startOffset: 0, endOffset: 1_006 }
  const found = async (query: string) => {
    const { rows, last } = await readOf([partition], { start: OLDEST, query, project: ({ offset }) => String(offset) })
    return [rows, last.scannedRecords]
  }
  expect(await found('needle')).toEqual([['0', '1', '3', '4'], 1_006])
  expect(await found('Needle')).toEqual([['0'], 1_006])
  expect(await found('NEEDLE')).toEqual([['1'], 1_006])
  expect(await found('999')).toEqual([['1005'], 1_006])
})

it('ends with its budget, gives what it has found, and can go on', async () => {
  const big = Array.from({ length: 30 }, (_, i) => batchAt(i, [`${i}`.padStart(100_000, ' ')]))
  const { address } = await startScriptedTopic([{ batches: big, startOffset: 0, endOffset: 30 }])
  const cluster = connectTo(address)
  const project = (record: ClientRecord): string => valueOf(record).trim()
  const rows: string[] = []
  const endings: unknown[] = []
  let start: ReadingStart = OLDEST
  do {
    const { rows: more, last } = await read(cluster, { start, project, budget: { maxBytes: 1_000_000, maxMs: 60_000 } })
    rows.push(...more)
    endings.push(last.ended)
    start = { kind: 'continue', direction: 'forward', coverage: last.coverage, fromTimestamp: null, untilTimestamp: null }
  } while (endings.at(-1) === 'budget' && endings.length < 10)
  expect([rows, endings.slice(0, 1), endings.at(-1)]).toEqual([numbered(30), ['budget'], 'complete'])
})

/** Partition 0 has one record, partition 1 a leader that never answers a fetch; resolves when the record is there and time can be moved. */
async function besideASilentBroker(options: Asked) {
  const there = { batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 1 }
  const silent = await startScriptedTopic([there, there], [on(Fetch, () => new Promise(() => {}))])
  const scripted = await startScriptedTopic([there, { ...there, leader: 2 }])
  scripted.cluster.nodes.set(2, silent.address)
  const time = new FakeTime()
  const stop = new AbortController()
  const events: BrowseEvent<string>[] = []
  let projected = 0
  const project = (record: ClientRecord): string => (projected++, valueOf(record))
  const all = (async () => {
    const cluster = connectTo(scripted.address, { clock: time, timers: time })
    for await (const event of reading(cluster, { project, signal: stop.signal, ...options })) events.push(event)
  })()
  await expect.poll(() => [projected, silent.asked.filter((api) => api.startsWith('Fetch')).length]).toEqual([1, 1])
  await settle()
  return { time, stop, events, all, rows: () => events.flatMap(({ rows }) => rows) }
}

it('ends with its time, also while a broker does not answer, with what the others had', async () => {
  const { time, events, all, rows } = await besideASilentBroker({ budget: { maxBytes: 1e9, maxMs: 1_500 } })
  await time.advance(1_400)
  expect([rows(), events.at(-1)?.ended ?? null]).toEqual([[], null])
  await time.advance(300)
  await all
  expect([rows(), events.at(-1)!.ended, events.at(-1)!.coverage.map(({ fromOffset }) => fromOffset)]).toEqual([['a'], 'budget', [0, 1]])
})

it('does not let rows wait long for a partition whose broker does not answer', async () => {
  const { time, stop, all, rows } = await besideASilentBroker({})
  await time.advance(1_900)
  expect(rows()).toEqual([])
  await time.advance(300)
  expect(rows()).toEqual(['a'])
  stop.abort()
  await all
})

it('3.15.5: progress events at most 10 per second regardless of record rate', async () => {
  const time = new FakeTime()
  const batches = Array.from({ length: 4_000 }, (_, i) => batchAt(i * 10, numbered(10)))
  const scripted = await startScriptedTopic([{ batches, startOffset: 0, endOffset: 40_000 }])
  const cluster = connectTo(scripted.address, { clock: time, timers: time })
  const events: { atMs: number; rows: number }[] = []
  let isOver = false
  const all = (async () => {
    for await (const { rows } of reading(cluster, { start: OLDEST, query: '1', limit: 2_000 })) events.push({ atMs: time.now(), rows: rows.length })
    isOver = true
  })()
  while (!isOver) await time.advance(5)
  await all
  for (const { atMs } of events) expect(events.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000).length).toBeLessThanOrEqual(10)
  expect(events.reduce((sum, { rows }) => sum + rows, 0)).toBe(2_000)
})

it('stops at once when it is aborted, and lets its connections go', async () => {
  const batches = Array.from({ length: 3_000 }, (_, i) => batchAt(i * 10, Array.from({ length: 10 }, () => 'x'.repeat(500))))
  const scripted = await startScriptedTopic([{ batches, startOffset: 0, endOffset: 30_000 }])
  const stop = new AbortController()
  const stream = reading(connectTo(scripted.address), { start: OLDEST, query: 'absent', signal: stop.signal })
  await stream.next()
  stop.abort()
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  const asked = scripted.asked.length
  await settle()
  expect([scripted.asked.length, scripted.connections]).toEqual([asked, 1])
})
