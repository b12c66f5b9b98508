// Creates and deletes topics and records.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { DeleteRecords } from '../../core/protocol/messages/delete-records.ts'
import { DeleteTopics } from '../../core/protocol/messages/delete-topics.ts'
import { Actor } from './actor.ts'
import { SimTopic, type TopicKind, type Topics } from './topics.ts'
import type { World } from './world.ts'

const NAMES = ['a', 'b', 'c']
export const LEDGER = 'ledger'
const RETENTION_MS = 600_000

interface Kind extends TopicKind {
  readonly configs: readonly { readonly name: string; readonly value: string }[]
}

export const FOR_EVER: Kind = { retentionMs: Number.POSITIVE_INFINITY, isCompacted: false, configs: [{ name: 'retention.ms', value: '-1' }] }
const KINDS: readonly Kind[] = [
  FOR_EVER,
  { retentionMs: RETENTION_MS, isCompacted: false, configs: [{ name: 'retention.ms', value: String(RETENTION_MS) }] },
  {
    retentionMs: Number.POSITIVE_INFINITY,
    isCompacted: true,
    configs: [{ name: 'cleanup.policy', value: 'compact' }, { name: 'min.cleanable.dirty.ratio', value: '0.01' }, { name: 'segment.ms', value: '20000' }],
  },
]

export class Admin extends Actor {
  readonly #topics: Topics

  constructor(name: string, world: World, topics: Topics) {
    super(name, world)
    this.#topics = topics
  }

  protected async turn(random: Random): Promise<void> {
    const dice = random.below(10)
    if (dice < 4) return this.create(NAMES[random.below(NAMES.length)]!, 1 + random.below(3), KINDS[random.below(KINDS.length)]!)
    if (dice < 6) return this.#delete(random)
    if (dice < 8) return this.#clean(random)
    return this.#deleteRecords(random)
  }

  async create(name: string, partitions: number, { configs, ...kind }: Kind): Promise<void> {
    if (this.#topics.all.some((topic) => topic.name === name && topic.fate !== 'gone') || this.#topics.expected.has(name)) return
    this.#topics.expected.set(name, kind)
    const { topics } = await this.client.send(CreateTopics, 7, { topics: [{ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [...configs] }], timeoutMs: 5000, validateOnly: false })
    this.#topics.expected.delete(name)
    const { errorCode, topicId } = topics[0]!
    if (isWriteError(errorCode)) return
    this.world.require(errorCode === 0, () => `CreateTopics of ${name} answered ${errorOf(errorCode).name}`)
    this.#topics.add(new SimTopic(name, topicId, partitions, kind))
  }

  async #delete(random: Random): Promise<void> {
    const candidates = this.#topics.live.filter(({ name }) => name !== LEDGER)
    const topic = candidates[random.below(Math.max(1, candidates.length))]
    if (!topic) return
    topic.fate = 'doubtful'
    const { responses } = await this.client.send(DeleteTopics, 6, { topics: [{ name: null, topicId: topic.topicId }], timeoutMs: 5000 })
    const { errorCode } = responses[0]!
    this.world.require(errorCode === 0 || isWriteError(errorCode), () => `DeleteTopics of ${topic.name} answered ${errorOf(errorCode).name}`)
    topic.fate = errorCode === 0 ? 'gone' : 'live'
  }

  /** What the commands "compact now" and "apply retention now" do. */
  async #clean(random: Random): Promise<void> {
    const { cleaner } = this.world.server.broker.context
    const { partitions } = await this.world.untilCrash(random.below(2) === 0 ? cleaner.compactNow() : cleaner.applyRetentionNow())
    if (partitions > 0) this.world.count('cleanings')
  }

  async #deleteRecords(random: Random): Promise<void> {
    const place = this.#topics.pick(random)
    if (place === undefined || place.log.highWatermark === 0 || place.log.isCompacted) return
    const { topic, index, log } = place
    const offset = random.below(log.highWatermark + 1)
    log.deletableUpTo = Math.max(log.deletableUpTo, offset)
    const { topics } = await this.client.send(DeleteRecords, 2, { topics: [{ name: topic.name, partitions: [{ partitionIndex: index, offset }] }], timeoutMs: 5000 })
    const { errorCode, lowWatermark } = topics[0]!.partitions[0]!
    if (topic.fate !== 'live' || isWriteError(errorCode) || errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) return
    this.world.require(errorCode === 0 && lowWatermark >= offset, () => `DeleteRecords of ${log.title} up to ${offset} answered ${errorOf(errorCode).name}, ${lowWatermark}`)
  }
}

/** The commit failed: nothing of it was kept. */
export const isWriteError = (errorCode: number): boolean =>
  errorCode === ErrorCode.KAFKA_STORAGE_ERROR || errorCode === ErrorCode.UNKNOWN_SERVER_ERROR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE

