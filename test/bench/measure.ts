// What every benchmark uses: percentiles, temp folders, child processes of ours, and one line of JSON per figure.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** One figure: what was measured, what it is a ratio of, and the goal of design/storage.md section 11 where there is one. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** value / limit (or limit / value where smaller is better), measured in the same run. */
  readonly ratio?: number
  readonly ratioOf?: string
  readonly goal?: string
}

export function report(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}

/** Runs `use` with a folder below HEADWATER_BENCH_DIR (default: the system's temp folder, which should be on a real disk). */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(process.env['HEADWATER_BENCH_DIR'] ?? tmpdir(), 'headwater-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const root = resolve(import.meta.dirname, '../..')

export interface BrokerProcess {
  readonly port: number
  readonly pid: number
  readonly readyMs: number
  stop(): Promise<void>
}

/** Starts `headwater broker` as its own process and waits for its ready line. */
export async function startBrokerProcess(folder: string, settings: readonly string[] = []): Promise<BrokerProcess> {
  const started = performance.now()
  const args = [join(root, 'core/host/headwater.mjs'), 'broker', '--port', '0', '--data', folder, ...settings.flatMap((setting) => ['--set', setting])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await readyPort(child)
  return {
    port,
    pid: child.pid!,
    readyMs: performance.now() - started,
    async stop() {
      const exited = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function readyPort(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const match = /^headwater: kafka 127\.0\.0\.1:(\d+)$/.exec(line)
    if (match) return Number(match[1])
  }
  throw new Error('the broker ended before it was ready')
}

/** Keeps `inFlight` calls of `call` going until `count` are done; resolves with the seconds it took. */
export async function closedLoop(inFlight: number, count: number, call: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const started = performance.now()
  const lane = async (): Promise<void> => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return (performance.now() - started) / 1000
}
