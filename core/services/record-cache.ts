// The last records that were opened, so that looking around in a large one does not fetch it again for every screenful.
import type { Clock } from '../base/clock.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { ReadRecord } from '../client/read-record.ts'
import type { LineIndex } from '../serdes/line-index.ts'

export interface OpenRecord {
  readonly record: ReadRecord
  /** Being built, or built: by part and layout. */
  readonly lines: Map<string, Promise<LineIndex>>
}

interface Kept extends OpenRecord {
  readonly sizeBytes: number
  usedAtMs: number
}

const MAX_BYTES = 64 * 1024 * 1024
const MAX_IDLE_MS = 120_000

export class RecordCache {
  readonly #clock: Clock
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept>()
  readonly #timers: Timers
  #cancelSweep: Cancel | null = null

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock
    this.#timers = timers
  }

  get(key: string): OpenRecord | undefined {
    const kept = this.#kept.get(key)
    if (kept) this.#use(key, kept)
    return kept
  }

  /** The latest one is kept whatever its size. */
  put(key: string, record: ReadRecord): OpenRecord {
    const kept: Kept = { record: ownBytes(record), lines: new Map(), sizeBytes: record.sizeBytes, usedAtMs: 0 }
    this.#use(key, kept)
    let total = [...this.#kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const [oldest, { sizeBytes }] of this.#kept) {
      if (total <= MAX_BYTES || oldest === key) break
      this.#kept.delete(oldest)
      total -= sizeBytes
    }
    return kept
  }

  clear(): void {
    this.#cancelSweep?.()
    this.#cancelSweep = null
    this.#kept.clear()
  }

  #use(key: string, kept: Kept): void {
    kept.usedAtMs = this.#clock.monotonic()
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    this.#cancelSweep ??= this.#timers.after(MAX_IDLE_MS, () => this.#sweep())
  }

  #sweep(): void {
    this.#cancelSweep = null
    const now = this.#clock.monotonic()
    for (const [key, { usedAtMs }] of this.#kept) if (now - usedAtMs >= MAX_IDLE_MS) this.#kept.delete(key)
    if (this.#kept.size > 0) this.#cancelSweep = this.#timers.after(MAX_IDLE_MS, () => this.#sweep())
  }
}

/** A view keeps the whole answer of the cluster in memory: right where it is most of the answer anyway, wrong where other records came with it. */
function ownBytes(record: ReadRecord): ReadRecord {
  const own = (bytes: Buffer | null): Buffer | null => (bytes === null || bytes.length * 2 > bytes.buffer.byteLength ? bytes : Buffer.from(bytes))
  return { ...record, key: own(record.key), value: own(record.value), headers: record.headers.map(({ key, value }) => ({ key, value: own(value) })) }
}
