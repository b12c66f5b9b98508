// Creates and deletes topics and records.
import type { Random } from '../../core/base/random.ts'
import { handlers } from '../../core/broker/handlers/index.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { DeleteRecords } from '../../core/protocol/messages/delete-records.ts'
import { DeleteTopics } from '../../core/protocol/messages/delete-topics.ts'
import { Actor } from './actor.ts'
import { SimTopic, type Topics } from './topics.ts'
import type { World } from './world.ts'

const NAMES = ['a', 'b', 'c']
export const LEDGER = 'ledger'
const RETENTION_MS = 600_000
const deletesRecords = handlers.some(({ api }) => api.key === DeleteRecords.key)

export class Admin extends Actor {
  readonly #topics: Topics

  constructor(name: string, world: World, topics: Topics) {
    super(name, world)
    this.#topics = topics
  }

  protected async turn(random: Random): Promise<void> {
    const dice = random.below(10)
    if (dice < 4) return this.create(NAMES[random.below(NAMES.length)]!, 1 + random.below(3), random.below(2) === 0)
    if (dice < 6) return this.#delete(random)
    if (deletesRecords) return this.#deleteRecords(random)
  }

  /** With a short retention, or for ever. */
  async create(name: string, partitions: number, isShort: boolean): Promise<void> {
    if (this.#topics.all.some((topic) => topic.name === name && topic.fate !== 'gone') || this.#topics.expected.has(name)) return
    const retentionMs = isShort ? RETENTION_MS : Number.POSITIVE_INFINITY
    const configs = [{ name: 'retention.ms', value: isShort ? String(RETENTION_MS) : '-1' }]
    this.#topics.expected.set(name, retentionMs)
    const { topics } = await this.client.send(CreateTopics, 7, { topics: [{ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs }], timeoutMs: 5000, validateOnly: false })
    this.#topics.expected.delete(name)
    const { errorCode, topicId } = topics[0]!
    if (isWriteError(errorCode)) return
    this.world.require(errorCode === 0, () => `CreateTopics of ${name} answered ${errorOf(errorCode).name}`)
    this.#topics.add(new SimTopic(name, topicId, partitions, retentionMs))
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

  async #deleteRecords(random: Random): Promise<void> {
    const place = this.#topics.pick(random)
    if (place === undefined || place.log.highWatermark === 0) return
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

