// A reading of a topic under way: begins, goes on, stops, takes what arrives, and reads again what was given back.
import type { Coverage, ReadingEvent, ReadingStart, RecordRow, TailEvent } from '../../../core/contract/messages.ts'
import type { Failure } from '../../rpc/failure.ts'
import { type LiveFigures, RecordList } from './record-list.ts'
import { ANY_TIME, type MissingPage, type RecordPages } from './record-pages.ts'

/** What is asked of a topic. */
export interface Asked {
  /** The same for the same question: asked again, it is another. */
  id: string
  /** Where it reads, as words: `Between 17:05 and 17:10`. */
  words: string
  /** null = only what arrives. */
  start: Exclude<ReadingStart, { kind: 'continue' }> | null
  limit: number
  filter: string
  /** Records of aborted transactions too. */
  withAborted: boolean
  /** null = all. */
  partitions: readonly number[] | null
}

export type Browse = (
  input: { start: ReadingStart; filter: string; withAborted: boolean; partitions: readonly number[] | null; limit: number },
  signal: AbortSignal,
) => Promise<AsyncIterable<ReadingEvent>>

export interface ReadingDeps {
  browse: Browse
  now: () => number
  /** Runs something before the next frame is drawn. */
  onFrame: (run: () => void) => void
  failureOf: (error: unknown) => Failure
}

/** How a reading ended; `stopped` by the person. null = it goes on. */
export type Ended = 'complete' | 'limit' | 'budget' | 'stopped' | null

export interface ShownRows {
  count: number
  at: (index: number) => RecordRow | undefined
  indexOf: (key: string) => number
}

export interface ReadingSnapshot {
  /** Of what the rows are; null = nothing has been read yet. */
  asked: Asked | null
  rows: ShownRows
  coverage: readonly Coverage[]
  ended: Ended
  /** A reading is under way; `asked` may still be the one before. */
  busy: boolean
  found: number
  scannedRecords: number
  scannedBytes: number
  /** Records of aborted transactions that were left out. */
  hiddenRecords: number
  /** Records that the filter's function could not tell about, and the first of them. */
  failedTests: number
  firstFailedTest: ReadingEvent['firstFailedTest']
  /** Records looked at per second while reading; null before it can be told. */
  perSecond: number | null
  readAtMs: number | null
  failure: Failure | null
  live: LiveFigures
  /** Live rows had to make room: `scannedRecords` counts some of what arrived a second time. */
  isCut: boolean
  paused: boolean
  /** Changes when another tail is wanted; null = none. */
  tail: number | null
}

const LIMIT_AT_ONCE = 2_000
/** As much as one call may bring: each has to find its place in every partition again. */
const MORE_ROWS = LIMIT_AT_ONCE
/** So close to the end of what was read, reading goes on by itself; of a short list, in its last quarter. */
const NEAR_END_ROWS = 500
const NO_LIVE: LiveFigures = { received: 0, matched: 0, waiting: 0, droppedFromView: 0, errors: [] }

interface Figures {
  found: number
  scannedRecords: number
  scannedBytes: number
  hiddenRecords: number
  failedTests: number
  firstFailedTest: ReadingEvent['firstFailedTest']
  elapsedMs: number
  readAtMs: number | null
}

const NO_FIGURES: Figures = { found: 0, scannedRecords: 0, scannedBytes: 0, hiddenRecords: 0, failedTests: 0, firstFailedTest: null, elapsedMs: 0, readAtMs: null }

export class TopicReading {
  #deps: ReadingDeps
  readonly #tailRows: number
  readonly #listeners = new Set<() => void>()
  #list: RecordList
  /** What is shown, and what was asked for last. */
  #asked: Asked | null = null
  #wanted: Asked | null = null
  #figures = NO_FIGURES
  #ended: Ended = null
  #failure: Failure | null = null
  #running: AbortController | null = null
  #rereading: { stop: AbortController; index: number; pages: RecordPages } | null = null
  #seen = { first: 0, last: 0, pinned: null as string | null }
  #paused = false
  #scrolled = false
  #tail: number | null = null
  #tails = 0
  #framed = false
  #snapshot: ReadingSnapshot

  constructor(deps: ReadingDeps, tailRows: number) {
    this.#deps = deps
    this.#tailRows = tailRows
    this.#list = new RecordList(tailRows)
    this.#snapshot = this.#describe()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): ReadingSnapshot => this.#snapshot

  /** After a reconnect calls go through another client: what the lost one has cut off goes on by itself. */
  connect(browse: Browse): void {
    this.#deps = { ...this.#deps, browse }
    if (this.#failure?.code === 'LOST') this.resume()
  }

  /** Begins anew. What is shown stays until there is something else to show. */
  begin(asked: Asked): void {
    this.stop()
    const anew = { ...asked }
    this.#wanted = anew
    if (anew.start !== null) return void this.#read(anew, anew.start, anew.limit)
    this.#replace(anew, new RecordList(this.#tailRows))
    this.#ended = 'complete'
    this.#changed()
  }

  /** Whether this question's answer is on the screen and as good as a new one: nothing arrives in it, or one has scrolled into it. */
  stands({ id }: Asked): boolean {
    const isAnswered = this.#asked?.id === id && this.#failure === null && this.#ended !== null
    return isAnswered && (this.#tail === null || this.#scrolled)
  }

  /** Tries again what has failed: to begin, or to go on. */
  resume(): void {
    const again = this.#wanted
    if (this.#asked && this.#asked.id === again?.id && this.#list.pages && this.#ended !== 'complete') this.more()
    else if (again) this.begin(again)
  }

  /** Goes on where the last reading ended. */
  more(limit = MORE_ROWS): void {
    const { pages } = this.#list
    if (this.#running || !this.#asked || !pages || this.#ended === 'complete') return
    void this.#read(this.#asked, pages.next(), limit)
  }

  /** Ends the reading under way; what was found stays. */
  stop(): void {
    const wasRunning = this.#running !== null
    this.#abort()
    // One that was stopped before it said anything leaves what is shown as it was.
    if (this.#ended === null) this.#ended = 'stopped'
    if (wasRunning) this.#changed()
  }

  /** Nobody looks any more: reads nothing, and keeps only what was looked at. */
  rest(): void {
    this.stop()
    this.#trim()
  }

  /** Which rows are on the screen, and which one is the active one. */
  look(first: number, last: number, pinned: string | null): void {
    this.#seen = { first, last, pinned }
    this.#trim()
    void this.#readAgain()
    this.#goOn()
  }

  /** Who has scrolled down to the end of what was read wants to see more. */
  #goOn(): void {
    const { first, last } = this.#seen
    const { count } = this.#list
    if (this.#ended === 'limit' && first > 0 && last >= count - Math.min(NEAR_END_ROWS, count / 4)) this.more()
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
    this.#hold()
  }

  /** Scrolled away from the top, where rows arrive. */
  setScrolled(scrolled: boolean): void {
    if (scrolled === this.#scrolled) return
    this.#scrolled = scrolled
    this.#hold()
  }

  tailFrom(): { partition: number; offset: bigint }[] {
    return this.#list.positions()
  }

  arrive(event: TailEvent): void {
    this.#cut(this.#list.arrive(event))
    this.#changed()
  }

  #hold(): void {
    this.#cut(this.#list.hold(this.#paused || this.#scrolled))
    this.#changed()
  }

  /** Live rows made room: what is below them begins anew, unread. */
  #cut(cut: boolean): void {
    if (!cut) return
    this.#abort()
    this.#ended = 'limit'
  }

  #abort(): void {
    this.#running?.abort()
    this.#running = null
    this.#rereading?.stop.abort()
    this.#rereading = null
  }

  async #read(asked: Asked, from: ReadingStart, limit: number): Promise<void> {
    const stop = new AbortController()
    const { browse } = this.#deps
    this.#running = stop
    this.#failure = null
    if (this.#asked === asked) this.#ended = null
    this.#changed()
    try {
      const ended = await this.#readAll(asked, from, limit, stop.signal)
      if (stop.signal.aborted) return
      if (this.#asked === asked) this.#ended = ended
    } catch (error) {
      if (stop.signal.aborted) return
      this.#failure = this.#deps.failureOf(error)
      if (this.#asked === asked) this.#ended = 'stopped'
    }
    this.#running = null
    this.#changed()
    void this.#readAgain()
    if (this.#failure === null) this.#goOn()
    else if (browse !== this.#deps.browse) this.connect(this.#deps.browse)
  }

  /** More than one call where more is wanted than one may ask for. */
  async #readAll(asked: Asked, from: ReadingStart, limit: number, signal: AbortSignal): Promise<Ended> {
    let start = from
    for (let left = limit; ; ) {
      const began = { atMs: this.#deps.now(), figures: start.kind === 'continue' ? this.#figures : NO_FIGURES }
      let ended: Ended = 'stopped'
      const events = await this.#deps.browse({ ...asked, start, limit: Math.min(left, LIMIT_AT_ONCE) }, signal)
      for await (const event of events) {
        if (signal.aborted) return 'stopped'
        this.#take(asked, start, event, began)
        left -= event.rows.length
        ended = event.ended
      }
      if (ended !== 'limit' || left <= 0) return ended
      start = this.#list.pages!.next()
    }
  }

  #take(asked: Asked, start: ReadingStart, event: ReadingEvent, began: { atMs: number; figures: Figures }): void {
    if (start.kind !== 'continue' && (this.#asked !== asked || this.#list.pages === null)) {
      this.#replace(asked, new RecordList(this.#tailRows))
      const times = start.kind === 'time' ? { fromTimestamp: start.fromTimestamp, untilTimestamp: start.untilTimestamp } : ANY_TIME
      this.#list.begin(start.kind === 'newest' ? 'backward' : 'forward', event.coverage, times)
    }
    this.#list.pages!.append(event.rows, event.coverage)
    const { figures, atMs } = began
    this.#figures = {
      found: this.#figures.found + event.rows.length,
      scannedRecords: figures.scannedRecords + event.scannedRecords,
      scannedBytes: figures.scannedBytes + event.scannedBytes,
      hiddenRecords: figures.hiddenRecords + event.hiddenRecords,
      failedTests: figures.failedTests + event.failedTests,
      firstFailedTest: figures.firstFailedTest ?? event.firstFailedTest,
      elapsedMs: figures.elapsedMs + (this.#deps.now() - atMs),
      readAtMs: event.readAtMs,
    }
    this.#trim()
    this.#changed()
  }

  #replace(asked: Asked, list: RecordList): void {
    this.#list = list
    this.#list.hold(this.#paused)
    this.#asked = asked
    this.#figures = NO_FIGURES
    this.#ended = null
    this.#failure = null
    this.#scrolled = false
    this.#seen = { first: 0, last: 0, pinned: null }
    this.#tail = asked.start === null || asked.start.kind === 'newest' ? (this.#tails += 1) : null
  }

  #inPages(): { first: number; last: number; pinned: number } {
    const { first, last, pinned } = this.#seen
    const live = this.#list.liveCount
    return { first: first - live, last: last - live, pinned: pinned === null ? -1 : this.#list.indexOf(pinned) - live }
  }

  #trim(): void {
    const { first, last, pinned } = this.#inPages()
    this.#list.pages?.trim(first, last, pinned)
  }

  /** Reads back a page that was given back, the nearest first, one at a time. */
  async #readAgain(): Promise<void> {
    const { pages } = this.#list
    const { first, last } = this.#inPages()
    const missing = pages?.missing(first, last) ?? null
    if (!pages || !missing || !this.#asked || this.#rereading?.index === missing.index) return
    this.#rereading?.stop.abort()
    const stop = new AbortController()
    this.#rereading = { stop, index: missing.index, pages }
    try {
      const rows = await this.#rowsOf(pages, missing, this.#asked, stop.signal)
      if (stop.signal.aborted) return
      pages.restore(missing.index, rows)
    } catch (error) {
      if (stop.signal.aborted) return
      // Not tried again before the view moves: a core that refuses would be asked without end.
      this.#rereading = null
      this.#failure = this.#deps.failureOf(error)
      this.#changed()
      return
    }
    this.#rereading = null
    this.#changed()
    void this.#readAgain()
  }

  async #rowsOf(pages: RecordPages, { index, start, limit }: MissingPage, asked: Asked, signal: AbortSignal): Promise<RecordRow[]> {
    const rows: RecordRow[] = []
    for (let from = start; ; ) {
      let last: ReadingEvent | undefined
      for await (const event of await this.#deps.browse({ ...asked, start: from, limit: Math.min(limit, LIMIT_AT_ONCE) }, signal)) {
        if (signal.aborted) return rows
        rows.push(...event.rows)
        last = event
        if (pages.isPast(index, event.coverage)) return rows
      }
      if (!last || last.ended === null || last.ended === 'complete') return rows
      from = { ...from, coverage: last.coverage }
    }
  }

  /** Tells listeners once a frame, however much happens in it. */
  #changed(): void {
    if (this.#framed) return
    this.#framed = true
    this.#deps.onFrame(() => {
      this.#framed = false
      this.#snapshot = this.#describe()
      for (const listener of this.#listeners) listener()
    })
  }

  #describe(): ReadingSnapshot {
    const list = this.#list
    const { elapsedMs, ...figures } = this.#figures
    return {
      asked: this.#asked,
      rows: { count: list.count, at: (index) => list.at(index), indexOf: (key) => list.indexOf(key) },
      coverage: list.coverage,
      ended: this.#ended,
      busy: this.#running !== null,
      ...figures,
      perSecond: elapsedMs < 500 ? null : (figures.scannedRecords * 1_000) / elapsedMs,
      failure: this.#failure,
      live: this.#asked ? list.figures : NO_LIVE,
      isCut: list.isCut,
      paused: this.#paused,
      tail: this.#tail,
    }
  }
}
