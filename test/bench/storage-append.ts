// Durable append through the store against the same group commit on one plain file (writev + fdatasync), interleaved, medians of rounds.
import { closeSync, openSync } from 'node:fs'
import { fdatasync as fdatasyncCallback, writev as writevCallback } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { silentLogger } from '../../core/base/logger.ts'
import { systemClock } from '../../core/base/clock.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { Storage } from '../../core/storage/storage.ts'
import { systemRandom } from '../../core/base/random.ts'
import { closedLoop, percentile, report, withFolder } from './measure.ts'

const writev = promisify(writevCallback)
const fdatasync = promisify(fdatasyncCallback)
const ROUNDS = Number(process.env['HEADWATER_BENCH_ROUNDS'] ?? 3)
const IN_FLIGHT = 64

interface Size {
  readonly label: string
  readonly bytes: number
  readonly count: number
  readonly goal: string
}

const SIZES: Size[] = [
  { label: '1 KB', bytes: 1000, count: 60_000, goal: '>= 0.40' },
  { label: '16 KB', bytes: 16_384, count: 16_000, goal: '>= 0.55' },
  { label: '100 KB', bytes: 100_000, count: 4000, goal: '>= 0.45' },
]

interface Sink {
  append(batch: Buffer, index: number): Promise<unknown>
  close(): Promise<void>
}

function fileSink(folder: string): Sink {
  const fd = openSync(join(folder, 'file.log'), 'a')
  const queue: { batch: Buffer; done: () => void }[] = []
  let running = false
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const cycle = queue.splice(0)
      await writev(fd, cycle.map(({ batch }) => batch))
      await fdatasync(fd)
      for (const { done } of cycle) done()
    }
    running = false
  }
  return {
    append: (batch) =>
      new Promise<void>((done) => {
        queue.push({ batch, done })
        if (running) return
        running = true
        setImmediate(() => void run())
      }),
    async close() {
      closeSync(fd)
    },
  }
}

async function storageSink(folder: string): Promise<Sink> {
  const storage = await Storage.open({ directory: folder, clock: systemClock, timers: systemTimers, logger: silentLogger })
  const next = new Map<number, number>()
  return {
    append(batch, index) {
      const partition = index % 8
      const offset = next.get(partition) ?? 0
      next.set(partition, offset + 1)
      return storage.commit({ appends: [{ partition, batch, firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: 1 }] })
    },
    close: () => storage.close(),
  }
}

async function measure(open: (folder: string) => Promise<Sink> | Sink, { bytes, count }: Size, inFlight: number): Promise<{ mbPerS: number; p50Ms: number; loopP99Ms: number }> {
  return withFolder(async (folder) => {
    const sink = await open(folder)
    const batches = Array.from({ length: 64 }, () => systemRandom.bytes(bytes))
    const latencies: number[] = []
    const gaps: number[] = []
    let last = performance.now()
    const ticker = setInterval(() => {
      const now = performance.now()
      gaps.push(Math.max(0, now - last - 1))
      last = now
    }, 1)
    const seconds = await closedLoop(inFlight, count, async (index) => {
      const started = performance.now()
      await sink.append(batches[index % batches.length]!, index)
      latencies.push(performance.now() - started)
    })
    clearInterval(ticker)
    await sink.close()
    return { mbPerS: (count * bytes) / 1e6 / seconds, p50Ms: percentile(latencies, 0.5), loopP99Ms: percentile(gaps, 0.99) }
  })
}

const median = (values: number[]): number => percentile(values, 0.5)

for (const size of SIZES) {
  const file: number[] = []
  const store: number[] = []
  const loop: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    file.push((await measure(fileSink, size, IN_FLIGHT)).mbPerS)
    const measured = await measure(storageSink, size, IN_FLIGHT)
    store.push(measured.mbPerS)
    loop.push(measured.loopP99Ms)
  }
  report({
    name: `durable append, ${size.label}, ${IN_FLIGHT} in flight`,
    value: median(store),
    unit: 'MB/s',
    ratio: median(store.map((mbPerS, i) => mbPerS / file[i]!)),
    ratioOf: `file + fdatasync with the same group commit (${median(file).toFixed(0)} MB/s)`,
    goal: size.goal,
  })
  report({ name: `event loop p99 while appending ${size.label}`, value: median(loop), unit: 'ms', goal: '<= 10 ms' })
}

const single: Size = { label: '1 KB', bytes: 1000, count: 2000, goal: '' }
const fileP50 = (await measure(fileSink, single, 1)).p50Ms
const storeP50 = (await measure(storageSink, single, 1)).p50Ms
report({
  name: 'durable append, 1 KB, one at a time, p50',
  value: storeP50,
  unit: 'ms',
  ratio: storeP50 / fileP50,
  ratioOf: `one file append + fdatasync (${fileP50.toFixed(2)} ms)`,
  goal: '<= 2.5',
})
