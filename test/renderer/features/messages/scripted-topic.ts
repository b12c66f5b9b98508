// A topic in memory that answers `browse` as the core does: merged by time, in events of any size, from anywhere.
import type { Coverage, Preview, ReadingEvent, ReadingStart, RecordRow } from '../../../../core/contract/messages.ts'

export type Chance = () => number

/** mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const text = (value: string): Preview => ({ kind: 'text', text: value, sizeBytes: value.length, cut: false })

export const row = (partition: number, offset: number, timestamp = offset, key = ''): RecordRow => ({
  partition,
  offset: BigInt(offset),
  timestamp: BigInt(timestamp),
  timestampType: 'CreateTime',
  key: key === '' ? { kind: 'null' } : text(key),
  value: text(`v${partition}:${offset}`),
  headerCount: 0,
  sizeBytes: 10,
  transaction: null,
})

export interface BrowseInput {
  start: ReadingStart
  filter: string
  limit: number
}

export class ScriptedTopic {
  /** By partition, in the order of offsets. */
  readonly partitions: RecordRow[][]
  readonly #chance: Chance
  /** What was asked so far. */
  readonly asked: BrowseInput[] = []

  constructor(partitions: RecordRow[][], chance: Chance = () => 0.5) {
    this.partitions = partitions
    this.#chance = chance
  }

  /** Offsets with gaps, timestamps that mostly grow, keys `a` to `e`. */
  static random(partitions: number, records: number, chance: Chance): ScriptedTopic {
    const rows: RecordRow[][] = Array.from({ length: partitions }, () => [])
    for (let time = 0; time < records; time += 1) {
      const partition = Math.floor(chance() * partitions)
      const offset = Number(rows[partition]!.at(-1)?.offset ?? 99n) + 1 + (chance() < 0.1 ? 3 : 0)
      rows[partition]!.push(row(partition, offset, time - (chance() < 0.1 ? 50 : 0), 'abcde'[Math.floor(chance() * 5)]))
    }
    return new ScriptedTopic(rows, chance)
  }

  coverage(direction: 'backward' | 'forward'): Coverage[] {
    return this.partitions.map((rows, partition) => {
      const startOffset = rows[0]?.offset ?? 0n
      const endOffset = (rows.at(-1)?.offset ?? -1n) + 1n
      const at = direction === 'backward' ? endOffset : startOffset
      return { partition, startOffset, endOffset, fromOffset: at, toOffset: at, error: null }
    })
  }

  async *browse(input: BrowseInput): AsyncGenerator<ReadingEvent> {
    this.asked.push(input)
    const direction = input.start.kind === 'continue' ? input.start.direction : input.start.kind === 'newest' ? 'backward' : 'forward'
    const coverage = input.start.kind === 'continue' ? input.start.coverage.map((one) => ({ ...one })) : this.coverage(direction)
    let rows: RecordRow[] = []
    let found = 0
    let scanned = 0
    for (const next of this.#merged(direction, coverage)) {
      const one = coverage.find(({ partition }) => partition === next.partition)!
      if (direction === 'backward') one.fromOffset = next.offset
      else one.toOffset = next.offset + 1n
      scanned += 1
      if (input.filter === '' || (next.key.kind === 'text' && next.key.text === input.filter)) {
        rows.push(next)
        found += 1
      }
      const full = found === input.limit
      if (!full && this.#chance() > 0.02) continue
      yield this.#event(rows, coverage, scanned, full ? 'limit' : null)
      if (full) return
      rows = []
    }
    for (const one of coverage) Object.assign(one, direction === 'backward' ? { fromOffset: one.startOffset } : { toOffset: one.endOffset })
    yield this.#event(rows, coverage, scanned, 'complete')
  }

  #event(rows: RecordRow[], coverage: Coverage[], scannedRecords: number, ended: ReadingEvent['ended']): ReadingEvent {
    return { rows, coverage: coverage.map((one) => ({ ...one })), scannedRecords, scannedBytes: scannedRecords * 10, hiddenRecords: 0, failedTests: 0, firstFailedTest: null, ended, readAtMs: 1 }
  }

  /** Records that `coverage` has not read yet: of the heads of all partitions the newest first, or the oldest. */
  *#merged(direction: 'backward' | 'forward', coverage: readonly Coverage[]): Generator<RecordRow> {
    const sign = direction === 'backward' ? -1n : 1n
    const queues = coverage.map(({ partition, fromOffset, toOffset, startOffset, endOffset }) => {
      const [low, high] = direction === 'backward' ? [startOffset, fromOffset] : [toOffset, endOffset]
      const rows = this.partitions[partition]!.filter(({ offset }) => offset >= low && offset < high)
      return direction === 'backward' ? rows : rows.toReversed()
    })
    for (;;) {
      const best = queues.filter((queue) => queue.length > 0).reduce<RecordRow[] | null>((least, queue) => {
        return least === null || sign * queue.at(-1)!.timestamp < sign * least.at(-1)!.timestamp ? queue : least
      }, null)
      if (best === null) return
      yield best.pop()!
    }
  }
}
