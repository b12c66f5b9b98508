// Details of list rows, asked for only while they are looked at: in batches, one at a time, the newest wish first, and kept with their age.

export interface GlanceSource<Glance> {
  /** At most this many names at once. */
  batchSize: number
  /** How long a glance counts as fresh. */
  freshMs: number
  now: () => number
  /** Names that are missing from the answer are gone. */
  ask: (names: readonly string[]) => Promise<{ glances: readonly Glance[]; readAtMs: number }>
  nameOf: (glance: Glance) => string
  /** Calls back a moment later: whoever has not looked elsewhere by then has stopped scrolling. */
  settle: (then: () => void) => void
}

/** `glance`: null = it was not there any more. */
export interface Glanced<Glance> {
  glance: Glance | null
  readAtMs: number
}

/** What can be done with a store whatever is in it. */
export type AnyGlanceStore = Pick<GlanceStore<unknown>, 'get' | 'failure' | 'sweep' | 'subscribe' | 'refresh' | 'sweepAll' | 'stopSweep'>

export interface Sweep {
  done: number
  total: number
}

export class GlanceStore<Glance> {
  readonly #source: GlanceSource<Glance>
  readonly #known = new Map<string, Glanced<Glance>>()
  /** By the page's clock: an answer that took long is not old when it comes. */
  readonly #freshUntilMs = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  #wanted: readonly string[] = []
  #isAsking = false
  /** Counts, so that of many looks in a row only the last one asks. */
  #look = 0
  #isMoving = false
  #failure: unknown = null
  #sweep: { total: number; left: Set<string> } | null = null
  #version = 0

  constructor(source: GlanceSource<Glance>) {
    this.#source = source
  }

  get(name: string): Glanced<Glance> | undefined {
    return this.#known.get(name)
  }

  /** Of the last question; null when it was answered. What is known stays. */
  get failure(): unknown {
    return this.#failure
  }

  /** null = none is going on. */
  get sweep(): Sweep | null {
    return this.#sweep && { done: this.#sweep.total - this.#sweep.left.size, total: this.#sweep.total }
  }

  /** Changes with everything that can be read here. */
  get version(): number {
    return this.#version
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** These rows are in sight; what scrolled past before it was asked for is never asked for. */
  look(names: readonly string[]): void {
    this.#wanted = names
    const look = (this.#look += 1)
    this.#isMoving = names.some((name) => this.#isStale(name))
    if (!this.#isMoving) return
    this.#source.settle(() => {
      if (look !== this.#look) return
      this.#isMoving = false
      if (!this.#isAsking) void this.#run()
    })
  }

  /** Asks again for what is in sight, however fresh. */
  refresh(): void {
    for (const name of this.#wanted) this.#freshUntilMs.delete(name)
    this.look(this.#wanted)
  }

  /** Asks for everything that is not fresh, behind what is in sight; the whole can be stopped. */
  sweepAll(names: readonly string[]): void {
    this.#sweep = { total: names.length, left: new Set(names.filter((name) => this.#isStale(name))) }
    this.#endSweep()
    this.#changed()
    if (!this.#isAsking) void this.#run()
  }

  stopSweep(): void {
    this.#sweep = null
    this.#changed()
  }

  #isStale(name: string): boolean {
    return (this.#freshUntilMs.get(name) ?? -Infinity) <= this.#source.now()
  }

  #next(): string[] {
    const { batchSize } = this.#source
    const seen = this.#isMoving ? [] : this.#wanted.filter((name) => this.#isStale(name)).slice(0, batchSize)
    const isSeen = new Set(seen)
    const others = [...(this.#sweep?.left ?? [])].filter((name) => !isSeen.has(name))
    return [...seen, ...others.slice(0, batchSize - seen.length)]
  }

  async #run(): Promise<void> {
    this.#isAsking = true
    for (let names = this.#next(); names.length > 0; names = this.#next()) {
      try {
        this.#take(names, await this.#source.ask(names))
        this.#failure = null
      } catch (error) {
        // Not asked again by itself: the next look is.
        this.#failure = error
        this.#sweep = null
        break
      }
      this.#endSweep()
      this.#changed()
    }
    this.#isAsking = false
    this.#changed()
  }

  #take(names: readonly string[], { glances, readAtMs }: { glances: readonly Glance[]; readAtMs: number }): void {
    const told = new Map(glances.map((glance) => [this.#source.nameOf(glance), glance]))
    const freshUntilMs = this.#source.now() + this.#source.freshMs
    for (const name of names) {
      this.#known.set(name, { glance: told.get(name) ?? null, readAtMs })
      this.#freshUntilMs.set(name, freshUntilMs)
      this.#sweep?.left.delete(name)
    }
  }

  #endSweep(): void {
    if (this.#sweep?.left.size === 0) this.#sweep = null
  }

  #changed(): void {
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }
}
