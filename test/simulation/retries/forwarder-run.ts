// One seeded life of a retry policy: consumers hand over failed records, time passes, the process is killed in the middle of writes, and consumers take
// what comes back. What must never happen is looked for at the end, and every few steps.
import { seededRandom, type Random } from '../../../core/base/random.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import type { PendingUnit } from '../../../core/log/partition-log.ts'
import { type ReadBack, draft, headerText, RetryWorld } from '../../support/retry-world.ts'
import type { PolicyDraft } from '../../../core/retries/retry-policy.ts'

export interface Handed {
  readonly id: string
  readonly key: string
  readonly partition: number
  /** Handed over for good: the write of the consumer is durable. */
  isDurable: boolean
  /** When that was known, by the wall clock. */
  atMs: number
}

/** A record as it was seen in a topic. */
export interface Sighting {
  readonly topic: string
  readonly record: ReadBack
  /** By the wall clock; when it was first seen there. */
  readonly seenAtMs: number
}

export interface RunOptions {
  readonly seed: number
  readonly steps: number
  readonly policy?: Partial<PolicyDraft>
  /** Kills per hundred steps. */
  readonly killPercent?: number
  /** Failed commits per hundred steps. */
  readonly failPercent?: number
}

const PARTITIONS = 2
const KEYS = ['a', 'b', 'c', null] as const

export class ForwarderRun {
  readonly world: RetryWorld
  readonly random: Random
  readonly policy: PolicyDraft
  readonly handed = new Map<string, Handed>()
  /** By topic and value, in the order of the partitions. */
  readonly sightings: Sighting[] = []
  readonly #seen = new Map<string, number>()
  readonly #options: RunOptions
  readonly #taken = new Map<string, number>()
  kills = 0
  #nextId = 0
  policyId = ''

  private constructor(world: RetryWorld, options: RunOptions) {
    this.world = world
    this.#options = options
    this.random = seededRandom(options.seed)
    this.policy = draft({ tiers: [{ topic: 'tier-1', delayMs: 500 }, { topic: 'tier-2', delayMs: 2000 }], maxAttempts: 4, ingressTopic: 'failed', deadLetterTopic: 'dead', ...options.policy })
  }

  static async start(options: RunOptions): Promise<ForwarderRun> {
    const world = await RetryWorld.start({ seed: options.seed, partitions: PARTITIONS, isAutomatic: false })
    const run = new ForwarderRun(world, options)
    run.policyId = (await world.asked(world.retries.save(null, run.policy))).policy.policyId
    return run
  }

  async live(): Promise<void> {
    const { killPercent = 6, failPercent = 3 } = this.#options
    for (let step = 0; step < this.#options.steps; step++) {
      const dice = this.random.below(100)
      if (dice < killPercent) await this.#kill()
      else if (dice < killPercent + failPercent) this.world.disk.failNext(1)
      else if (dice < 55) this.#handOver(this.#newId(), KEYS[this.random.below(KEYS.length)]!, this.random.below(PARTITIONS), [])
      else if (dice < 75) await this.#consume()
      else await this.#tick(20 + this.random.below(700))
      // Often in the middle of a write: a turn, or part of one.
      if (this.random.below(3) === 0) this.world.disk.writeNext()
      await turn()
      this.#look()
    }
  }

  /** Everything that waits goes its way, with consumers that fail at everything, until only dead letters are left. */
  async drain(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      await this.#tick(300)
      await this.world.rest()
      await this.#consume(100)
      await this.world.rest()
      this.#look()
    }
  }

  /** Only time passes: nobody takes anything. */
  async settle(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      await this.#tick(100)
      this.#look()
    }
  }

  #newId(): string {
    return `r${this.#nextId++}`
  }

  async #tick(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 50) {
      this.world.time.jump(Math.min(50, left))
      await turn()
      while (this.world.disk.waiting > 0) {
        this.world.disk.writeNext()
        await turn()
      }
      this.#look()
    }
  }

  /** Into the ingress, as a consumer does that fails; the headers are those that the record came with. */
  #handOver(id: string, key: string | null, partition: number, headers: ReadBack['headers']): void {
    const { context } = this.world.broker
    const log = context.logs.get(this.world.topics.get('failed')!.partitions[partition]!)!
    const unit: PendingUnit = { appends: [], writes: [] }
    log.append(encodeBatch({ records: [{ key: key === null ? null : Buffer.from(key), value: Buffer.from(id), headers, timestamp: this.world.time.now() }] }), { produceVersion: 12 }, unit)
    const handed = this.handed.get(id) ?? { id, key: key ?? '', partition, isDurable: false, atMs: 0 }
    this.handed.set(id, handed)
    context.storage.submit(unit, (error) => {
      if (error !== null) return
      handed.isDurable = true
      handed.atMs ||= this.world.time.now()
    })
  }

  /** Takes what came back since, and fails at it. A consumer's own position is as durable as it likes: here it is memory, so nothing is taken twice. */
  async #consume(limit = 5): Promise<void> {
    const back = this.world.read('orders').filter(({ partition, offset }) => offset >= (this.#taken.get(String(partition)) ?? 0))
    for (const record of back.slice(0, limit)) {
      const { partition, offset, key, value, headers } = record
      // One at a time: what fails again is handed over before the next is taken.
      if (!(await this.#handedOver(value!, key, partition, headers))) return
      this.#taken.set(String(partition), offset + 1)
    }
  }

  async #handedOver(id: string, key: string | null, partition: number, headers: ReadBack['headers']): Promise<boolean> {
    let isDone: boolean | undefined
    const { context } = this.world.broker
    const log = context.logs.get(this.world.topics.get('failed')!.partitions[partition]!)!
    const unit: PendingUnit = { appends: [], writes: [] }
    log.append(encodeBatch({ records: [{ key: key === null ? null : Buffer.from(key), value: Buffer.from(id), headers, timestamp: this.world.time.now() }] }), { produceVersion: 12 }, unit)
    context.storage.submit(unit, (error) => (isDone = error === null))
    for (let round = 0; round < 50 && isDone === undefined; round++) {
      this.world.disk.writeNext()
      await turn()
    }
    return isDone === true
  }

  async #kill(): Promise<void> {
    this.kills++
    // As many turns into what is under way as the seed says.
    for (let turns = this.random.below(4); turns > 0; turns--) await turn()
    await this.world.crash(this.random.below(2) === 0 ? 'lost' : 'kept', this.random.below(4) === 0 ? 5000 : 10)
    // What a dead process was told of its writes nobody knows: those that were kept are in the log.
    const inLog = new Set(this.world.values('failed'))
    for (const handed of this.handed.values()) {
      if (handed.isDurable || !inLog.has(handed.id)) continue
      handed.isDurable = true
      handed.atMs ||= this.world.time.now()
    }
  }

  /** Notes what is new in each topic, with the time. */
  #look(): void {
    for (const topic of ['failed', 'tier-1', 'tier-2', 'orders', 'dead']) {
      for (const record of this.world.read(topic)) {
        const place = `${topic}/${record.partition}`
        if (record.offset < (this.#seen.get(place) ?? 0)) continue
        this.#seen.set(place, record.offset + 1)
        this.sightings.push({ topic, record, seenAtMs: this.world.time.now() })
      }
    }
  }

  seenIn(topic: string): Sighting[] {
    return this.sightings.filter((sighting) => sighting.topic === topic)
  }
}

export const attemptsOf = ({ record }: Sighting): number => Number(headerText(record, 'headwater-attempts') ?? 0)

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
