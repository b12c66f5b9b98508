// A whole broker on a forgetful disk and fake time, its retries, and records put in and read out of its logs directly.
import { seededRandom } from '../../core/base/random.ts'
import type { Broker } from '../../core/broker/broker.ts'
import { decodeRecords, type RecordHeader } from '../../core/protocol/records/record.ts'
import { batches, encodeBatch, isControl, type RecordSpec } from '../../core/protocol/records/record-batch.ts'
import type { PendingUnit } from '../../core/log/partition-log.ts'
import type { Retries } from '../../core/retries/retries.ts'
import type { PolicyDraft } from '../../core/retries/retry-policy.ts'
import type { PolicyView } from '../../core/retries/policy-view.ts'
import { collectingLogger } from './collecting-logger.ts'
import { settle } from './fake-time.ts'
import { type InFlight, MemoryDisk } from './memory-disk.ts'
import { SocketlessBroker } from './socketless-broker.ts'
import { SimTime } from '../simulation/sim-time.ts'

export interface ReadBack {
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly RecordHeader[]
  readonly timestampMs: number
}

export const draft = (changes: Partial<PolicyDraft> = {}): PolicyDraft => ({
  source: 'orders',
  group: null,
  mode: 'forward',
  naming: 'custom',
  headerDialect: 'headwater',
  tiers: [{ topic: null, delayMs: 1000 }, { topic: null, delayMs: 5000 }],
  maxAttempts: 3,
  deadLetterTopic: null,
  ingressTopic: null,
  partition: 'same',
  ratePerSecond: null,
  ...changes,
})

export class RetryWorld {
  readonly disk: MemoryDisk
  readonly time = new SimTime()
  readonly logger = collectingLogger()
  #random = seededRandom(1)
  #running!: SocketlessBroker

  private constructor(disk: MemoryDisk) {
    this.disk = disk
  }

  /** With the topic `orders` of three partitions. */
  static async start({ isAutomatic = true, seed = 1, partitions = 3 } = {}): Promise<RetryWorld> {
    const world = new RetryWorld(new MemoryDisk({ isAutomatic: true }))
    world.#random = seededRandom(seed)
    await world.boot()
    await world.topics.create({ name: 'orders', partitionCount: partitions, configs: {} })
    world.disk.isAutomatic = isAutomatic
    return world
  }

  async boot(): Promise<void> {
    const { isAutomatic } = this.disk
    this.disk.isAutomatic = true
    this.#running = await SocketlessBroker.start({ directory: '/memory', disk: this.disk.mount(), configs: {}, clock: this.time, timers: this.time, random: this.#random, logger: this.logger })
    this.disk.isAutomatic = isAutomatic
  }

  get socketless(): SocketlessBroker {
    return this.#running
  }

  get broker(): Broker {
    return this.#running.broker
  }

  get retries(): Retries {
    return this.broker.context.retries
  }

  get topics(): Broker['context']['topics'] {
    return this.broker.context.topics
  }

  /** kill -9, and another start on what was durable. */
  async crash(inFlight: InFlight = 'lost', downMs = 0): Promise<void> {
    this.kill(inFlight)
    this.time.jump(downMs)
    await this.boot()
  }

  kill(inFlight: InFlight = 'lost'): void {
    this.disk.crash(inFlight)
    this.time.forgetTimers()
  }

  async stop(): Promise<void> {
    await this.broker.stop()
  }

  /** Time goes by in steps, with the disk keeping up. */
  async pass(ms: number, stepMs = 50): Promise<void> {
    await this.rest()
    for (let left = ms; left > 0; left -= stepMs) {
      this.time.jump(Math.min(stepMs, left))
      await this.rest()
    }
  }

  /** Until nothing is on its way any more. */
  async rest(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      await settle()
      if (this.disk.waiting > 0) this.disk.writeNext()
      else if (round > 3) return
    }
  }

  /** As a producer would, with the key as its place; resolves once durable. */
  async put(topic: string, partition: number, ...records: (Partial<RecordSpec> | string)[]): Promise<void> {
    const { context } = this.broker
    const log = context.logs.get(this.topics.get(topic)!.partitions[partition]!)!
    const unit: PendingUnit = { appends: [], writes: [] }
    const specs = records.map((record) => ({ key: null, value: null, timestamp: this.time.now(), ...(typeof record === 'string' ? { key: Buffer.from(record), value: Buffer.from(record) } : record) }))
    log.append(encodeBatch({ records: specs }), { produceVersion: 12 }, unit)
    const done = context.storage.commit(unit)
    if (this.disk.isAutomatic) await done
    else done.catch(() => undefined)
  }

  read(topic: string): ReadBack[] {
    const { context } = this.broker
    return (this.topics.get(topic)?.partitions ?? []).flatMap((id, partition) => {
      const log = context.logs.get(id)!
      const found: ReadBack[] = []
      for (let from = log.logStartOffset; from < log.highWatermark;) {
        const bytes = log.read(from, 1 << 20, true)
        for (const { at, header } of batches(bytes)) {
          from = header.baseOffset + header.lastOffsetDelta + 1
          if (isControl(header.attributes)) continue
          for (const { key, value, offset, headers, timestamp } of decodeRecords(bytes, at, header)) {
            found.push({ partition, offset: Number(offset), key: key === null ? null : key.toString(), value: value === null ? null : value.toString(), headers, timestampMs: Number(timestamp) })
          }
        }
      }
      return found
    })
  }

  values(topic: string): (string | null)[] {
    return this.read(topic).map(({ value }) => value)
  }

  /** Waits for what a person asked for while the disk is driven by hand. */
  async asked<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    void work.catch(() => undefined).then(() => (isDone = true))
    while (!isDone) await this.rest()
    return work
  }

  save(changes: Partial<PolicyDraft> = {}, policyId: string | null = null): Promise<PolicyView> {
    return this.asked(this.retries.save(policyId, draft(changes)))
  }
}

export const header = (key: string, value: string | Buffer): RecordHeader => ({ key, value: Buffer.from(value) })

export function headerText({ headers }: Pick<ReadBack, 'headers'>, name: string): string | null {
  return headers.findLast(({ key }) => key === name)?.value?.toString() ?? null
}
