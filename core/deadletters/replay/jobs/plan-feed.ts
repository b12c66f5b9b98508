// The items of a job's pass in order, each with what is ready to be sent of it; read ahead in stretches, while the batch before is on its way.
import type { PlanItem, PreparedItem, ReplayPlan } from '../plan.ts'

/** A plan as a job needs it. */
export interface PlanSource {
  readonly plan: ReplayPlan
  items(fromIndex: number, count: number): readonly PlanItem[]
  /** Rejects what the source cluster rejects. */
  prepare(fromIndex: number, count: number): Promise<readonly PreparedItem[]>
}

export interface FedItem {
  readonly item: PlanItem
  readonly prepared: PreparedItem
}

/** `[first, count]`, in order. */
export type Runs = readonly (readonly [number, number])[]

const STRETCH_BYTES = 8 * 1024 * 1024
const MIN_STRETCH = 10
const MAX_STRETCH = 500

interface Stretch {
  readonly from: number
  readonly to: number
  readonly fed: Promise<readonly FedItem[]>
}

export class PlanFeed {
  readonly #source: PlanSource
  readonly #runs: Runs
  /** Position at which each run begins. */
  readonly #starts: number[] = []
  readonly #stretchItems: number
  readonly length: number
  #stretches: Stretch[] = []

  constructor(source: PlanSource, runs: Runs | null) {
    const { itemCount, totals } = source.plan
    this.#source = source
    this.#runs = runs ?? [[0, itemCount]]
    let length = 0
    for (const [, count] of this.#runs) {
      this.#starts.push(length)
      length += count
    }
    this.length = length
    const meanBytes = itemCount === 0 ? 1 : Math.max(1, totals.sizeBytes / itemCount)
    this.#stretchItems = Math.min(MAX_STRETCH, Math.max(MIN_STRETCH, Math.floor(STRETCH_BYTES / meanBytes)))
  }

  indexAt(position: number): number {
    const run = this.#runAt(position)
    return this.#runs[run]![0] + position - this.#starts[run]!
  }

  async at(position: number): Promise<FedItem> {
    const stretch = this.#stretchAt(position)
    // The next one is fetched while this one is sent.
    if (stretch.to < this.length) this.#stretchAt(stretch.to)
    try {
      return (await stretch.fed)[position - stretch.from]!
    } catch (error) {
      this.#stretches = this.#stretches.filter((known) => known !== stretch)
      throw error
    }
  }

  #stretchAt(position: number): Stretch {
    const known = this.#stretches.find(({ from, to }) => position >= from && position < to)
    if (known) return known
    const run = this.#runAt(position)
    const index = this.indexAt(position)
    const count = Math.min(this.#stretchItems, this.#runs[run]![0] + this.#runs[run]![1] - index)
    const stretch = { from: position, to: position + count, fed: this.#load(index, count) }
    // A failure is told to whoever asks for it.
    stretch.fed.catch(() => {})
    this.#stretches = [...this.#stretches.slice(-1), stretch]
    return stretch
  }

  async #load(fromIndex: number, count: number): Promise<FedItem[]> {
    const prepared = await this.#source.prepare(fromIndex, count)
    return this.#source.items(fromIndex, count).map((item, i) => ({ item, prepared: prepared[i]! }))
  }

  #runAt(position: number): number {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= position) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Indexes in order as runs. */
export function runsOf(indexes: Iterable<number>): Runs {
  const runs: [number, number][] = []
  for (const index of indexes) {
    const last = runs.at(-1)
    if (last && last[0] + last[1] === index) last[1]++
    else runs.push([index, 1])
  }
  return runs
}
