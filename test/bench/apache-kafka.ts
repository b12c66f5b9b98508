// Produce and consume with Kafka's own Java performance tools: Headwater and Apache Kafka in turn, on the same disk, in one run.
//
// Both as they are by default (Apache Kafka does not flush before it acknowledges, Headwater does), and both with a flush for every acknowledgement
// (`log.flush.interval.messages=1`). Skips where there is no JDK.
import { compile, java, obstacle } from '../conformance/java/java.ts'
import { startApacheKafka, startHeadwater, type Target } from '../conformance/java/targets.ts'
import { report } from './measure.ts'

const RECORDS = 500_000
const RECORD_BYTES = 1_000
const SERVER_VM = ['-Xmx1g']
const ROUNDS = 2

interface Setting {
  readonly name: string
  readonly start: () => Promise<Target>
  /** Whether an acknowledgement waits for the disk. */
  readonly flushes: boolean
}

const settings: readonly Setting[] = [
  { name: 'Apache Kafka, default', start: () => startApacheKafka(), flushes: false },
  { name: 'Apache Kafka, flush for every acknowledgement', start: () => startApacheKafka({ 'log.flush.interval.messages': '1' }), flushes: true },
  { name: 'Headwater, default (flush before it acknowledges)', start: () => startHeadwater(), flushes: true },
]

interface Load {
  readonly name: string
  readonly properties: readonly string[]
}

const loads: readonly Load[] = [
  { name: 'batches of 16 KB', properties: [] },
  { name: 'batches of 256 KB', properties: ['batch.size=262144'] },
]

async function measure(): Promise<void> {
  await compile()
  const produced = new Map<string, number[]>()
  const consumed = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, start } of settings) {
      const target = await start()
      try {
        for (const load of loads) note(produced, `${load.name}: ${name}`, await produce(target, load, `perf-${load.properties.length}`))
        note(consumed, name, await consume(target, 'perf-0'))
      } finally {
        await target.stop()
      }
    }
  }
  for (const load of loads) tell(`perf tool, produce 1 KB records, ${load.name}`, (name) => best(produced, `${load.name}: ${name}`))
  tell('perf tool, consume 1 KB records', (name) => best(consumed, name))
}

/** Ratios are of Headwater to Apache Kafka with the same promise, and to its default without one. */
function tell(what: string, rate: (setting: string) => number): void {
  const [kafka, flushing, headwater] = settings.map(({ name }) => rate(name)) as [number, number, number]
  report({ name: `${what}, both by default`, value: headwater, unit: 'MB/s', ratio: headwater / kafka, ratioOf: `Apache Kafka, which acknowledges without a flush (${kafka.toFixed(0)} MB/s)` })
  report({ name: `${what}, both with a flush for every acknowledgement`, value: headwater, unit: 'MB/s', ratio: headwater / flushing, ratioOf: `Apache Kafka (${flushing.toFixed(0)} MB/s)` })
}

async function produce({ bootstrap }: Target, { properties }: Load, topic: string): Promise<number> {
  const size = ['--num-records', String(RECORDS), '--record-size', String(RECORD_BYTES), '--throughput', '-1']
  const settings = ['--command-property', `bootstrap.servers=${bootstrap}`, ...properties]
  const { stdout, stderr } = await java('org.apache.kafka.tools.ProducerPerformance', ['--topic', topic, ...size, ...settings], { flags: SERVER_VM, limitMs: 600_000 })
  const rate = [...stdout.matchAll(/\(([\d.]+) MB\/sec\)/g)].at(-1)?.[1]
  if (rate === undefined) throw new Error(`The producer said nothing of its rate: ${stdout}${stderr}`)
  return Number(rate) * 1.048576 // the tool counts in MiB
}

async function consume({ bootstrap }: Target, topic: string): Promise<number> {
  const args = ['--bootstrap-server', bootstrap, '--topic', topic, '--num-records', String(RECORDS), '--timeout', '60000']
  const { stdout, stderr } = await java('org.apache.kafka.tools.ConsumerPerformance', args, { flags: SERVER_VM, limitMs: 600_000 })
  const columns = stdout.trim().split('\n').at(-1)?.split(',').map(Number) ?? []
  // start, end, MiB, MiB/s, records, records/s, rebalance ms, fetch ms, fetch MiB/s, fetch records/s
  const rate = columns[8]
  if (rate === undefined || Number.isNaN(rate)) throw new Error(`The consumer said nothing of its rate: ${stdout}${stderr}`)
  return rate * 1.048576
}

function note(rates: Map<string, number[]>, name: string, rate: number): void {
  rates.set(name, [...(rates.get(name) ?? []), rate])
}

function best(rates: ReadonlyMap<string, number[]>, name: string): number {
  return Math.max(...(rates.get(name) ?? []))
}

const reason = await obstacle()
if (reason === null) await measure()
else console.error(`skipped: ${reason}`)
