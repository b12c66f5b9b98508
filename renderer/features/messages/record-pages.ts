// The records of one reading, in the order read, by pages. Far pages give their rows back and are read again when they are looked at.
import type { Coverage, ReadingStart, RecordRow } from '../../../core/contract/messages.ts'

export type Direction = 'backward' | 'forward'

/** What a reading by time keeps to, from where it goes on as well. */
export type TimeBounds = Pick<Extract<ReadingStart, { kind: 'continue' }>, 'fromTimestamp' | 'untilTimestamp'>

export const ANY_TIME: TimeBounds = { fromTimestamp: null, untilTimestamp: null }

/** A page closes at the first event after this many rows: only there is it known which offsets it covers. */
export const PAGE_ROWS = 1_000
/** And before one that would make it longer than can be read again at once. */
const MOST_PAGE_ROWS = 2_000
/** Rows kept on both sides of what is looked at. */
const KEEP_ROWS = 5_000
/** Pages this close to what is looked at are read again. */
const NEAR_ROWS = 300

interface Page {
  first: number
  count: number
  /** null = given back. */
  rows: RecordRow[] | null
  /** How far every partition had been read when the page ended, in the order of `#partitions`. */
  end: BigInt64Array
}

/** A page to read again: only rows of it are taken from the answer. */
export interface MissingPage {
  index: number
  start: Extract<ReadingStart, { kind: 'continue' }>
  limit: number
}

export class RecordPages {
  readonly direction: Direction
  #coverage: readonly Coverage[]
  readonly #times: TimeBounds
  readonly #columns = new Map<number, number>()
  readonly #begin: BigInt64Array
  /** Where each partition was last known to end. */
  readonly #tops: BigInt64Array
  readonly #pages: Page[] = []
  #open = true

  /** `coverage`: where the reading stands before its first row. */
  constructor(direction: Direction, coverage: readonly Coverage[], times: TimeBounds) {
    this.direction = direction
    this.#coverage = coverage
    this.#times = times
    for (const [column, { partition }] of coverage.entries()) this.#columns.set(partition, column)
    this.#begin = this.#bounds(coverage)
    this.#tops = BigInt64Array.from(coverage, ({ toOffset }) => toOffset)
  }

  get coverage(): readonly Coverage[] {
    return this.#coverage
  }

  get count(): number {
    const last = this.#pages.at(-1)
    return last ? last.first + last.count : 0
  }

  /** Rows in memory; the others are read again when they come near. */
  get held(): number {
    return this.#pages.reduce((sum, { rows }) => sum + (rows?.length ?? 0), 0)
  }

  /** undefined = given back, or never read. */
  at(index: number): RecordRow | undefined {
    const page = this.#pageAt(index)
    return page?.rows?.[index - page.first]
  }

  /** What one event of the reading brought; `coverage` as far as these rows go. */
  append(rows: readonly RecordRow[], coverage: readonly Coverage[]): void {
    this.#liftRecovered(coverage)
    const end = this.#bounds(coverage)
    this.#coverage = coverage
    const last = this.#pages.at(-1)
    if (rows.length === 0) {
      if (last && this.#open) last.end = end
      return
    }
    if (last?.rows && this.#open && last.count + rows.length <= MOST_PAGE_ROWS) {
      for (const row of rows) last.rows.push(row)
      last.count += rows.length
      last.end = end
    } else this.#pages.push({ first: this.count, count: rows.length, rows: rows.slice(), end })
    this.#open = this.#pages.at(-1)!.count < PAGE_ROWS
  }

  /** Where the reading goes on. */
  next(): Extract<ReadingStart, { kind: 'continue' }> {
    return this.#from(this.#coverage)
  }

  /** Gives back the rows far from what is looked at, except those of the page of `pinned`. */
  trim(firstSeen: number, lastSeen: number, pinned: number): void {
    const kept = this.#pageAt(pinned)
    for (const page of this.#pages) {
      const far = page.first + page.count < firstSeen - KEEP_ROWS || page.first > lastSeen + KEEP_ROWS
      // The page that is still filling has no end yet that a reading could stop at.
      if (far && page !== kept && !(this.#open && page === this.#pages.at(-1))) page.rows = null
    }
  }

  /** The page to read again next: the one that is looked at first, then those near it. */
  missing(firstSeen: number, lastSeen: number): MissingPage | null {
    const near = this.#pages.filter(
      ({ rows, first, count }) => rows === null && first <= lastSeen + NEAR_ROWS && first + count > firstSeen - NEAR_ROWS,
    )
    const away = ({ first, count }: Page): number => Math.max(first - lastSeen, firstSeen - (first + count - 1), 0)
    const page = near.toSorted((a, b) => away(a) - away(b))[0]
    if (!page) return null
    const index = this.#pages.indexOf(page)
    return { index, start: this.#from(this.#at(this.#beginOf(index))), limit: page.count }
  }

  /** Takes back a page: of what was read again only what belongs to it. Fewer rows than before have been deleted meanwhile. */
  restore(index: number, read: readonly RecordRow[]): void {
    const page = this.#pages[index]!
    const begin = this.#beginOf(index)
    const rows = read.filter((row) => this.#covers(begin, page.end, row))
    const gone = page.count - rows.length
    page.rows = rows
    page.count = rows.length
    if (gone !== 0) for (const later of this.#pages.slice(index + 1)) later.first -= gone
  }

  /** Whether a reading that began before page `index` has come past its end. */
  isPast(index: number, coverage: readonly Coverage[]): boolean {
    const { end } = this.#pages[index]!
    return coverage.every((one) => {
      const column = this.#columns.get(one.partition)
      if (column === undefined) return true
      return this.direction === 'backward' ? one.fromOffset <= end[column]! : one.toOffset >= end[column]!
    })
  }

  /** -1 = not here, or given back. */
  indexOf(partition: number, offset: bigint): number {
    const index = this.#pageOf(partition, offset)
    const page = this.#pages[index]
    const slot = page?.rows?.findIndex((row) => row.partition === partition && row.offset === offset) ?? -1
    return slot < 0 ? -1 : page!.first + slot
  }

  /** The first page whose end has passed this offset, by halves: ends only ever move on. */
  #pageOf(partition: number, offset: bigint): number {
    const column = this.#columns.get(partition)
    if (column === undefined) return -1
    let low = 0
    let high = this.#pages.length
    while (low < high) {
      const middle = (low + high) >> 1
      const end = this.#pages[middle]!.end[column]!
      if (this.direction === 'backward' ? end <= offset : end > offset) high = middle
      else low = middle + 1
    }
    return low
  }

  #pageAt(index: number): Page | undefined {
    let low = 0
    let high = this.#pages.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#pages[middle]!.first <= index) low = middle
      else high = middle - 1
    }
    const page = this.#pages[low]
    return page && index >= page.first && index < page.first + page.count ? page : undefined
  }

  #beginOf(index: number): BigInt64Array {
    return index === 0 ? this.#begin : this.#pages[index - 1]!.end
  }

  #covers(begin: BigInt64Array, end: BigInt64Array, { partition, offset }: RecordRow): boolean {
    const column = this.#columns.get(partition)
    if (column === undefined) return false
    return this.direction === 'backward'
      ? offset < begin[column]! && offset >= end[column]!
      : offset >= begin[column]! && offset < end[column]!
  }

  #from(coverage: readonly Coverage[]): Extract<ReadingStart, { kind: 'continue' }> {
    return { kind: 'continue', direction: this.direction, coverage: [...coverage], ...this.#times }
  }

  /** A partition that could not even be asked for its end stood at offset 0; once it can be read, all of it lies behind these pages. */
  #liftRecovered(coverage: readonly Coverage[]): void {
    if (this.direction === 'forward') return
    for (const { partition, toOffset } of coverage) {
      const column = this.#columns.get(partition)
      if (column === undefined || this.#tops[column]! >= toOffset) continue
      this.#tops[column] = toOffset
      for (const bounds of [this.#begin, ...this.#pages.map(({ end }) => end)]) bounds[column] = toOffset
    }
  }

  #bounds(coverage: readonly Coverage[]): BigInt64Array {
    const bounds = new BigInt64Array(this.#columns.size)
    for (const { partition, fromOffset, toOffset } of coverage) {
      const column = this.#columns.get(partition)
      if (column !== undefined) bounds[column] = this.direction === 'backward' ? fromOffset : toOffset
    }
    return bounds
  }

  /** The coverage as it was told when the reading stood at these bounds. */
  #at(bounds: BigInt64Array): Coverage[] {
    return this.#coverage.map((one) => {
      const bound = bounds[this.#columns.get(one.partition) ?? -1]
      if (bound === undefined) return one
      return this.direction === 'backward' ? { ...one, fromOffset: bound } : { ...one, toOffset: bound }
    })
  }
}
