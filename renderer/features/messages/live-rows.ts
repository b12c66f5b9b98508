// What arrives while one looks: a ring of the latest rows, newest first, and those that wait while the view is held.
import type { RecordRow } from '../../../core/contract/messages.ts'

export const recordKey = ({ partition, offset }: Pick<RecordRow, 'partition' | 'offset'>): string => `${partition}:${offset}`

export class LiveRows {
  #capacity: number
  /** Slot of arrival n is n mod capacity. */
  #ring: RecordRow[] = []
  /** Arrivals so far, and the oldest that is still here. */
  #next = 0
  #oldest = 0
  readonly #arrivals = new Map<string, number>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get count(): number {
    return this.#next - this.#oldest
  }

  /** 0 = the newest. */
  at(index: number): RecordRow | undefined {
    return index < this.count ? this.#ring[(this.#next - 1 - index) % this.#capacity] : undefined
  }

  /** -1 = not here. */
  indexOf(key: string): number {
    const arrival = this.#arrivals.get(key)
    return arrival === undefined ? -1 : this.#next - 1 - arrival
  }

  /** Adds rows, oldest first; returns those that had to make room, oldest first. */
  push(rows: readonly RecordRow[]): RecordRow[] {
    const gone: RecordRow[] = []
    for (const row of rows) {
      if (this.count === this.#capacity) gone.push(this.#dropOldest())
      this.#ring[this.#next % this.#capacity] = row
      this.#arrivals.set(recordKey(row), this.#next)
      this.#next += 1
    }
    return gone
  }

  /** Empties it; returns what was in it, oldest first. */
  drain(): RecordRow[] {
    const rows = Array.from({ length: this.count }, (_, index) => this.#ring[(this.#oldest + index) % this.#capacity]!)
    this.#ring = []
    this.#oldest = this.#next
    this.#arrivals.clear()
    return rows
  }

  #dropOldest(): RecordRow {
    const row = this.#ring[this.#oldest % this.#capacity]!
    this.#arrivals.delete(recordKey(row))
    this.#oldest += 1
    return row
  }
}

/** Rows of several partitions in the order of time, those of one partition in the order of their offsets whatever their timestamps say. */
export function inTimeOrder(rows: readonly RecordRow[]): RecordRow[] {
  const queues = [...Map.groupBy(rows, ({ partition }) => partition).values()].map((queue) =>
    queue.toSorted((a, b) => (a.offset < b.offset ? -1 : 1)),
  )
  const heads = queues.map(() => 0)
  return Array.from(rows, () => {
    let best = -1
    for (const [index, queue] of queues.entries()) {
      const head = queue[heads[index]!]
      if (head && (best < 0 || head.timestamp < queues[best]![heads[best]!]!.timestamp)) best = index
    }
    return queues[best]![heads[best]!++]!
  })
}
