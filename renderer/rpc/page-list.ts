// A long list that the core hands out page by page: pages are read in order, as far as they are looked at, and what is in sight is read again when it changes.

export interface Page<Row, Cursor = number> {
  rows: readonly Row[]
  /** Where the next page begins; null = this is the last. */
  cursor: Cursor | null
  total: number
}

export interface PageSource<Row, Cursor = number> {
  read: (cursor: Cursor | null, signal: AbortSignal) => Promise<Page<Row, Cursor>>
  /** Of the first page: some lists begin with null. */
  firstCursor: Cursor | null
}

interface Loaded<Row, Cursor> {
  /** That it was read from. */
  cursor: Cursor | null
  firstRow: number
  rows: readonly Row[]
  /** Of the list when it was read. */
  version: number
}

export interface PageListState<Row> {
  /** null until the first page is there. */
  total: number | null
  at: (index: number) => Row | undefined
  failure: unknown
}

export class PageList<Row, Cursor = number> {
  readonly #source: PageSource<Row, Cursor>
  readonly #listeners = new Set<() => void>()
  readonly #stop = new AbortController()
  #pages: Loaded<Row, Cursor>[] = []
  #next: { cursor: Cursor | null } | null
  #total: number | null = null
  #failure: unknown = null
  #wanted = { first: 0, last: 0 }
  #version = 0
  #isReading = false
  #isAsked = false
  #state: PageListState<Row>

  constructor(source: PageSource<Row, Cursor>) {
    this.#source = source
    this.#next = { cursor: source.firstCursor }
    this.#state = this.#snapshot()
  }

  get state(): PageListState<Row> {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** These rows are in sight. */
  look(first: number, last: number): void {
    this.#wanted = { first, last }
    void this.#run()
  }

  /** Everything may have changed: what is in sight is read again now, the rest when it is looked at. */
  refresh(): void {
    this.#version += 1
    void this.#run()
  }

  close(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    this.#isAsked = true
    if (this.#isReading) return
    this.#isReading = true
    while (this.#isAsked && !this.#stop.signal.aborted) {
      this.#isAsked = false
      await this.#readInSight()
    }
    this.#isReading = false
    if (!this.#stop.signal.aborted) this.#changed()
  }

  async #readInSight(): Promise<void> {
    try {
      while (!this.#stop.signal.aborted && (await this.#step()));
      this.#failure = null
    } catch (error) {
      // Not asked again by itself: the next look or refresh does.
      this.#failure = error
    }
  }

  /** False when there is nothing left to do. */
  async #step(): Promise<boolean> {
    const { first, last } = this.#wanted
    const old = this.#pages.findIndex(({ firstRow, rows, version }) => version < this.#version && firstRow <= last && firstRow + rows.length >= first)
    if (old >= 0) {
      await this.#readAgain(old)
      return true
    }
    const end = this.#pages.at(-1)
    const loaded = end === undefined ? 0 : end.firstRow + end.rows.length
    if (this.#next === null || (end !== undefined && loaded > last)) return false
    await this.#append(this.#next.cursor, loaded)
    return true
  }

  /** What is behind stays on show until it is read itself, unless the list has shifted. */
  async #readAgain(at: number): Promise<void> {
    const { cursor, firstRow, rows } = this.#pages[at]!
    const version = this.#version
    const page = await this.#source.read(cursor, this.#stop.signal)
    const behind = page.cursor === null || page.rows.length !== rows.length ? [] : this.#pages.slice(at + 1)
    this.#pages = [...this.#pages.slice(0, at), { cursor, firstRow, rows: page.rows, version }, ...behind]
    if (behind.length === 0) this.#next = page.cursor === null ? null : { cursor: page.cursor }
    this.#total = page.total
    this.#changed()
  }

  async #append(cursor: Cursor | null, firstRow: number): Promise<void> {
    const version = this.#version
    const page = await this.#source.read(cursor, this.#stop.signal)
    this.#pages = [...this.#pages, { cursor, firstRow, rows: page.rows, version }]
    this.#next = page.cursor === null || page.rows.length === 0 ? null : { cursor: page.cursor }
    this.#total = page.total
    this.#failure = null
    this.#changed()
  }

  #snapshot(): PageListState<Row> {
    const pages = this.#pages
    const last = pages.at(-1)
    const loaded = last === undefined ? 0 : last.firstRow + last.rows.length
    // A total that does not agree with what came would leave rows that never arrive.
    const total = this.#next === null ? loaded : this.#total === null ? null : Math.max(this.#total, loaded)
    return { total, failure: this.#failure, at: (index) => rowOf(pages, index) }
  }

  #changed(): void {
    this.#state = this.#snapshot()
    for (const listener of this.#listeners) listener()
  }
}

/** Pages are of one length but for the last, or nearly: a search by halves asks little. */
function rowOf<Row>(pages: readonly Loaded<Row, unknown>[], index: number): Row | undefined {
  let [low, high] = [0, pages.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const { firstRow, rows } = pages[middle]!
    if (index < firstRow) high = middle - 1
    else if (index >= firstRow + rows.length) low = middle + 1
    else return rows[index - firstRow]
  }
  return undefined
}
