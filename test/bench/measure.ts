// What every benchmark uses: percentiles, temp folders, closed loops, and one line of JSON per figure.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
