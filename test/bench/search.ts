// How many records a second one worker thread looks through: for a text, for a JSON field, with a JavaScript function; and whether memory stays flat.
import { seededRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { encodeBatch, setBaseOffset } from '../../core/protocol/records/record-batch.ts'
import { ScanWorkers } from '../../core/scan/engine/scan-workers.ts'
import { WorkerFilter } from '../../core/scan/engine/worker-filter.ts'
import { parseQuery } from '../../core/scan/predicate/parse-query.ts'
import { report } from './measure.ts'

/** Another number may be given for a quick look. */
const RECORDS = Number(process.argv[2] ?? 1_000_000)
const RECORDS_PER_BATCH = 50
/** What is looked through lies ready: the same pieces over and over, each about as large as a fetch. */
const PIECES = 24
const BATCHES_PER_PIECE = 32
const MIB = 1024 * 1024
/** Two at a time: the thread has the next one while its answer is on the way. */
const IN_FLIGHT = 2

const SEARCHES = [
  { what: 'a text in the bytes', query: 'no such customer', goal: '>= 3000000 records/s' },
  { what: 'a text in the bytes, exact case', query: 'No Such Customer', goal: '>= 3000000 records/s' },
  { what: 'a header', query: 'header.traceId: absent' },
  { what: 'a JSON field', query: 'value.customer.id = 9007199254740993', goal: '>= 1000000 records/s' },
  { what: 'a JSON field, greater than', query: 'value.amount > 1000000', goal: '>= 1000000 records/s' },
  { what: 'a JavaScript predicate', query: 'js: value.amount > 1000000', goal: '>= 250000 records/s' },
  { what: 'a JavaScript predicate of a field and a header', query: 'js: value.amount > 1000000 && headers.source === "web"' },
  { what: 'a JavaScript predicate of the text alone', query: 'js: valueText.length > 100000', goal: '>= 250000 records/s' },
] as const

const NOTE_WORDS = ['deliver', 'before', 'noon', 'please', 'ring', 'twice', 'customer', 'returned', 'parcel', 'street']
const pieces = Array.from({ length: PIECES }, (_, seed) => pieceOf(seed))
const workers = new ScanWorkers(systemTimers, { count: 1 })
for (const { what, query, ...rest } of SEARCHES) {
  await search(query, RECORDS / 10)
  const before = rssMib()
  const { perSecond, perProcessorSecond, mostMib } = await search(query, RECORDS)
  const name = `one worker thread looks through ${RECORDS} records of 200 B to 1 KB for ${what}`
  report({ name: `${name}, per second of its processor time`, value: perProcessorSecond, unit: 'records/s', ...rest })
  report({ name: `${name}, beside what else runs`, value: perSecond, unit: 'records/s' })
  report({ name: `memory that grew in that, ${what}`, value: Math.max(0, mostMib - before), unit: 'MiB' })
}
await workers.close()

async function search(query: string, count: number): Promise<{ perSecond: number; perProcessorSecond: number; mostMib: number }> {
  const stop = new AbortController()
  const filter = new WorkerFilter({ topic: 'orders', predicate: parseQuery(query), fromTimestamp: null, untilTimestamp: null, withAborted: false }, workers, stop.signal)
  let [given, mostMib, found] = [0, 0, 0]
  const began = performance.now()
  const usedBefore = otherThreadsMicros()
  const lane = async (): Promise<void> => {
    while (filter.lookedAt.records < count) {
      const bytes = pieces[given++ % PIECES]!
      await filter.filter({ bytes, outcomeOf: () => null }, { partition: 0, from: 0, until: Infinity }, { which: 'first', count: 1_000 }, () => (found++, true))
      mostMib = Math.max(mostMib, rssMib())
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  if (found > 0) throw new Error(`${found} records were found`)
  const { records } = filter.lookedAt
  return { perSecond: records / ((performance.now() - began) / 1_000), perProcessorSecond: records / ((otherThreadsMicros() - usedBefore) / 1e6), mostMib }
}

/** Of everything but this thread: the worker, and what collects its garbage. */
function otherThreadsMicros(): number {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()]
  return all.user + all.system - own.user - own.system
}

function rssMib(): number {
  return process.memoryUsage.rss() / MIB
}

function pieceOf(seed: number): Buffer {
  const random = seededRandom(seed)
  const batches = Array.from({ length: BATCHES_PER_PIECE }, (_, index) => {
    const records = Array.from({ length: RECORDS_PER_BATCH }, (__, i) => ({
      key: Buffer.from(`customer-${random.below(10_000)}`),
      value: jsonOf(random.below(1_000_000), 200 + random.below(825), random.below),
      headers: [{ key: 'source', value: Buffer.from('web') }],
      timestamp: 1_700_000_000_000 + i,
    }))
    const batch = encodeBatch({ records, codec: 0 })
    setBaseOffset(batch, 0, index * RECORDS_PER_BATCH)
    return batch
  })
  return Buffer.concat(batches)
}

/** An order of about so many bytes. */
function jsonOf(id: number, size: number, below: (limit: number) => number): Buffer {
  const lines = Array.from({ length: below(4) }, () => ({ sku: `A-${below(100_000)}`, quantity: 1 + below(9), price: below(10_000) / 100 }))
  const order = { id: 9_000_000 + id, status: 'accepted', customer: { id: id + 1, name: `Customer ${id}` }, amount: below(100_000) / 100, currency: 'EUR', lines, at: '2026-01-02T03:04:05.678Z', note: '' }
  const left = Math.max(0, size - JSON.stringify(order).length)
  order.note = Array.from({ length: Math.ceil(left / 8) }, () => NOTE_WORDS[below(NOTE_WORDS.length)]!).join(' ').slice(0, left)
  return Buffer.from(JSON.stringify(order))
}
