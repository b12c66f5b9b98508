// What the actors live in: one broker that crashes and comes back, its disk, the time, and the list of what went wrong.
import type { Logger } from '../../core/base/logger.ts'
import { type Random, seededRandom } from '../../core/base/random.ts'
import { MemoryDisk } from '../support/memory-disk.ts'
import { ConnectionLost, SocketlessBroker, type SocketlessClient } from '../support/socketless-broker.ts'
import { SimTime } from './sim-time.ts'

/** A rule that the broker broke; ends the run. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const SETTINGS = {
  'group.initial.rebalance.delay.ms': '50',
  'log.retention.check.interval.ms': '30000',
  'auto.create.topics.enable': 'false',
  // An empty group without offsets is forgotten, and with it its generation: not within a run.
  'offsets.retention.check.interval.ms': '864000000',
}

export class World {
  readonly time = new SimTime()
  readonly disk = new MemoryDisk({ isAutomatic: false })
  readonly trace: string[] = []
  /** What happened, to see that a run gets somewhere. */
  readonly counts: Record<string, number> = {}
  failure: Error | null = null
  /** Sees every broker that has started: for planted bugs. */
  started: (server: SocketlessBroker) => void = () => {}
  lives = 0
  /** Every one that was given out. */
  readonly producerIds = new Set<number>()
  readonly #seed: number
  readonly #clients = new Set<SocketlessClient>()
  readonly #asked = new Set<(error: Error) => void>()
  readonly #settings: Record<string, string>
  #server: SocketlessBroker | null = null
  /** Injected write errors are no news. */
  #expectsFailedWrites = false

  constructor(seed: number, settings: Record<string, string> = {}) {
    this.#seed = seed
    this.#settings = { ...SETTINGS, ...settings }
  }

  get isUp(): boolean {
    return this.#server !== null
  }

  get server(): SocketlessBroker {
    if (!this.#server) throw new ConnectionLost('The broker is down.')
    return this.#server
  }

  /** Writes complete by themselves while it starts, unless `writesUntilCrash` of them are to be the last. */
  async start(writesUntilCrash = Number.POSITIVE_INFINITY): Promise<boolean> {
    const starting = this.#launch()
    let started: SocketlessBroker | null = null
    void starting.then((server) => (started = server), (error: unknown) => this.fail(error))
    for (let writes = 0; started === null && this.failure === null; await turn()) {
      if (this.disk.waiting === 0) continue
      if (writes++ === writesUntilCrash) {
        this.disk.crash('lost')
        this.time.forgetTimers()
        return false
      }
      this.disk.writeNext()
    }
    this.#server = started
    if (started) this.started(started)
    return true
  }

  #launch(): Promise<SocketlessBroker> {
    const life = ++this.lives
    return SocketlessBroker.start({
      directory: '/memory',
      disk: this.disk.mount(),
      configs: this.#settings,
      clock: this.time,
      timers: this.time,
      random: seededRandom(this.#seed * 1000 + life),
      logger: this.#loggerOf(life),
    })
  }

  connect(clientId: string): SocketlessClient {
    const client = this.server.connect(clientId)
    this.#clients.add(client)
    return client
  }

  /** The process, or the computer, is gone at this very point. */
  crash(random: Random): void {
    const inFlight = random.below(2) === 0 ? 'kept' : 'lost'
    if (random.below(4) === 0) this.disk.cutPower(inFlight)
    else this.disk.crash(inFlight)
    this.lives += 1
    this.#server = null
    this.#expectsFailedWrites = false
    this.time.forgetTimers()
    for (const client of this.#clients) client.abandon()
    this.#clients.clear()
    for (const reject of this.#asked) reject(new ConnectionLost('The broker is down.'))
    this.#asked.clear()
  }

  failNextWrites(count: number): void {
    this.#expectsFailedWrites = true
    this.disk.failNext(count)
  }

  /** Lets what is under way go on for `turns`; the disk is as fast as `writeShare` (0 to 10) says. */
  async breathe(random: Random, turns: number, writeShare: number): Promise<void> {
    for (let i = 0; i < turns && this.failure === null; i++) {
      if (random.below(10) < writeShare) this.disk.writeNext()
      await turn()
    }
  }

  /** Until nothing waits for the disk and nobody has more to say. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 6 && this.failure === null; quiet++) {
      if (this.disk.waiting > 0) quiet = 0
      this.disk.writeNext()
      await turn()
    }
  }

  /** For what is asked of the broker without a connection: the answer, ConnectionLost after a crash, or nothing that counts when the disk failed. */
  untilCrash<T>(asked: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#asked.add(reject)
      const isExpected = this.#expectsFailedWrites
      asked
        .then(resolve, (error: unknown) => reject(isExpected || this.#expectsFailedWrites ? new ConnectionLost(String(error)) : error))
        .finally(() => this.#asked.delete(reject))
    })
  }

  /** Runs what an actor does; a lost connection is its business, anything else ends the run. */
  run(what: () => Promise<void>): Promise<void> {
    return what().catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) this.fail(error)
    })
  }

  fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Violation(String(error))
  }

  require(condition: boolean, message: () => string): asserts condition {
    if (!condition) throw new Violation(message())
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  note(line: string): void {
    this.trace.push(line)
  }

  #loggerOf(life: number): Logger {
    return {
      info: () => {},
      warn: () => {},
      error: (message, cause) => {
        if (life !== this.lives) return
        const text = `${message}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`
        if (this.#expectsFailedWrites && /did not become durable|Input\/output error/.test(text)) return
        this.fail(new Violation(`The broker logged an error: ${text}`))
      },
    }
  }
}
