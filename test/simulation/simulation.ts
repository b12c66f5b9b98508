// One run of the model check: a broker, its clients and its misfortunes, all decided by one seed. What breaks a promise ends it.
import { type Random, seededRandom } from '../../core/base/random.ts'
import type { Actor } from './actor.ts'
import { Admin, FOR_EVER, LEDGER } from './admin.ts'
import { ClassicMember } from './classic-member.ts'
import { ConsumerMember } from './consumer-member.ts'
import { checkEverything, checkTransactionalOffsets } from './final-reading.ts'
import { GroupModel } from './groups.ts'
import { Producer } from './producer.ts'
import { Reader } from './reader.ts'
import { SharesModel } from './shares.ts'
import { Topics } from './topics.ts'
import { TransactionalProducer } from './transactional-producer.ts'
import { Violation, World } from './world.ts'

export interface RunOptions {
  readonly seed: number
  readonly steps?: number
  /** Steps that are left out, to find the few that matter. */
  readonly without?: ReadonlySet<number>
  /** Plants a bug before the run. */
  readonly plant?: (world: World) => void
}

export interface RunResult {
  readonly failure: Error | null
  readonly trace: readonly string[]
  /** What happened, to see that a run gets somewhere. */
  readonly counts: Readonly<Record<string, number>>
}

export const STEPS = 120
const MINUTE_MS = 60_000
const LEDGER_PARTITIONS = 3

export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const simulation = new Simulation(options)
  await simulation.run()
  return simulation.result
}

class Simulation {
  readonly #options: RunOptions
  readonly #world: World
  readonly #topics = new Topics()
  readonly #group = new GroupModel('billing', LEDGER_PARTITIONS)
  readonly #admin: Admin
  readonly #actors: readonly Actor[]
  readonly #transactional: readonly TransactionalProducer[]
  #writeShare = 8

  constructor(options: RunOptions) {
    const random = seededRandom(options.seed)
    this.#options = options
    this.#world = new World(options.seed)
    options.plant?.(this.#world)
    this.#admin = new Admin('admin', this.#world, this.#topics)
    this.#transactional = Array.from({ length: random.below(4) }, (_, i) => new TransactionalProducer(`transactional ${i}`, this.#world, this.#topics, random))
    this.#actors = [...this.#cast(random), ...this.#transactional]
  }

  #cast(random: Random): Actor[] {
    const [world, topics] = [this.#world, this.#topics]
    const actors: Actor[] = [this.#admin, new Reader('reader', world, topics, 0), new Reader('committed reader', world, topics, 1)]
    for (let i = 0; i < 1 + random.below(3); i++) actors.push(new Producer(`idempotent ${i}`, world, topics, true))
    if (random.below(2) === 0) actors.push(new Producer('plain', world, topics, false))
    for (let i = 0; i < random.below(4); i++) actors.push(new ClassicMember(`member ${i}`, world, this.#group, i === 0 ? 'instance' : null))
    const shares = new SharesModel('shipping')
    for (let i = 0; i < random.below(4); i++) actors.push(new ConsumerMember(`consumer ${i}`, world, shares))
    return actors
  }

  get result(): RunResult {
    const { failure, trace, counts } = this.#world
    return { failure, trace, counts: { ...counts, writes: this.#world.disk.written, topics: this.#topics.all.length, batches: this.#batches } }
  }

  get #batches(): number {
    return this.#topics.all.flatMap(({ logs }) => logs).reduce((sum, log) => sum + log.sent.size, 0)
  }

  async run(): Promise<void> {
    const world = this.#world
    await world.start()
    await this.#wait(world.run(() => this.#admin.create(LEDGER, LEDGER_PARTITIONS, FOR_EVER)))
    const steps = this.#options.steps ?? STEPS
    for (let i = 0; i < steps && world.failure === null; i++) {
      if (this.#options.without?.has(i)) continue
      const random = seededRandom(Math.imul(this.#options.seed, 0x9e37_79b1) + i)
      await this.#step(i, random)
      await world.breathe(random, random.below(6), this.#writeShare)
    }
    if (world.failure === null) await this.#wait(world.run(() => this.#end()))
  }

  async #step(index: number, random: Random): Promise<void> {
    const dice = random.below(100)
    if (dice < 80) return this.#act(index, this.#actors[random.below(this.#actors.length)]!, random)
    if (dice < 84) return this.#jump(index, random.below(120))
    if (dice < 89) return this.#jump(index, random.below(3000))
    if (dice < 91) return this.#jump(index, random.below(20 * MINUTE_MS))
    if (dice < 92) return this.#world.time.setWallClock((random.below(2) === 0 ? -1 : 1) * random.below(5 * MINUTE_MS))
    if (dice < 94) return this.#world.failNextWrites(1 + random.below(2))
    if (dice < 96) return void (this.#writeShare = 1 + random.below(10))
    return this.#crash(index, random)
  }

  #act(index: number, actor: Actor, random: Random): void {
    this.#world.count(actor.name.split(' ')[0]!)
    this.#world.note(`${index} ${actor.name}`)
    actor.act(random)
  }

  #jump(index: number, ms: number): void {
    this.#world.note(`${index} ${ms} ms pass`)
    this.#world.time.jump(ms)
  }

  async #crash(index: number, random: Random): Promise<void> {
    this.#world.note(`${index} crash`)
    this.#world.count('crashes')
    this.#world.crash(random)
    while (!(await this.#world.start(random.below(4) === 0 ? random.below(3) : undefined)) && this.#world.failure === null) this.#world.count('crashes while starting')
    if (this.#world.failure === null) await this.#wait(this.#world.run(() => this.#compare()))
  }

  /** Nothing disturbs any more: every request is answered, every open transaction ends, and a last restart changes nothing. */
  async #end(): Promise<void> {
    const world = this.#world
    world.time.setWallClock(world.time.latestMs - world.time.now())
    for (let i = 0; i < 4; i++) {
      await world.settle()
      world.time.jump(MINUTE_MS)
    }
    await world.settle()
    const waiting = this.#actors.find(({ isBusy }) => isBusy)
    if (waiting && world.failure === null) throw new Violation(`${waiting.name} was never answered`)
    world.crash(seededRandom(1))
    await world.start()
    await this.#compare()
    await checkEverything(world, this.#topics)
    for (const { offsets } of this.#transactional) await checkTransactionalOffsets(world, offsets)
  }

  /** After a restart. */
  async #compare(): Promise<void> {
    await this.#topics.compare(this.#world)
    await this.#group.compare(this.#world, true)
  }

  /** For what the run itself asks of the broker: the disk writes meanwhile. */
  async #wait(asked: Promise<void>): Promise<void> {
    let isDone = false
    void asked.finally(() => (isDone = true))
    while (!isDone && this.#world.failure === null) {
      this.#world.disk.writeNext()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
