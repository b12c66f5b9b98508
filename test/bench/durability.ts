// What each level of headwater.durability costs: latency of one write at a time and throughput of many, against the default, interleaved, medians of rounds.
import { silentLogger } from '../../core/base/logger.ts'
import { systemClock } from '../../core/base/clock.ts'
import { systemRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { Storage } from '../../core/storage/storage.ts'
import { closedLoop, percentile, report, withFolder } from './measure.ts'

const ROUNDS = Number(process.env['HEADWATER_BENCH_ROUNDS'] ?? 5)
const BATCH_BYTES = 1000

const LEVELS = [
  { name: 'flush', options: {} },
  { name: 'linger of 10 ms', options: { lingerMs: 10 } },
  { name: 'no-meta-sync', options: { noMetaSync: true } },
] as const

const LOADS = [
  { inFlight: 1, count: 300 },
  { inFlight: 64, count: 20_000 },
  { inFlight: 1024, count: 60_000 },
] as const

interface Measured {
  readonly p50Ms: number
  readonly perSecond: number
}

async function measure(options: (typeof LEVELS)[number]['options'], { inFlight, count }: (typeof LOADS)[number]): Promise<Measured> {
  return withFolder(async (folder) => {
    const storage = await Storage.open({ directory: folder, clock: systemClock, timers: systemTimers, logger: silentLogger, ...options })
    const batches = Array.from({ length: 64 }, () => systemRandom.bytes(BATCH_BYTES))
    const next = new Map<number, number>()
    const latencies: number[] = []
    const seconds = await closedLoop(inFlight, count, async (index) => {
      const partition = index % 8
      const offset = next.get(partition) ?? 0
      next.set(partition, offset + 1)
      const started = performance.now()
      await storage.commit({ appends: [{ partition, batch: batches[index % 64]!, firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: 1 }] })
      latencies.push(performance.now() - started)
    })
    await storage.close()
    return { p50Ms: percentile(latencies, 0.5), perSecond: count / seconds }
  })
}

const median = (values: readonly number[]): number => percentile(values, 0.5)

for (const load of LOADS) {
  const measured = LEVELS.map((): Measured[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { options }] of LEVELS.entries()) measured[i]!.push(await measure(options, load))
  }
  const usual = measured[0]!
  for (const [i, { name }] of LEVELS.entries()) {
    const own = measured[i]!
    const p50Ms = median(own.map((one) => one.p50Ms))
    report({
      name: `durability ${name}: writes of 1 KB, ${load.inFlight} in flight`,
      value: median(own.map(({ perSecond }) => perSecond)),
      unit: `writes/s (p50 ${p50Ms.toFixed(2)} ms)`,
      ...(i > 0 && { ratio: median(own.map(({ perSecond }, round) => perSecond / usual[round]!.perSecond)), ratioOf: 'durability flush' }),
    })
  }
}
