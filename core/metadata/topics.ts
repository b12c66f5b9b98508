// All topics: created, extended and deleted durably first and announced afterwards; found by name and by id.
import type { Clock } from '../base/clock.ts'
import { assert } from '../base/assert.ts'
import { Event } from '../base/event.ts'
import type { Random } from '../base/random.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import type { CommitUnit } from '../storage/commit-unit.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import type { TopicRecord, Write } from '../storage/tables.ts'
import { clusterTable, topicsTable } from '../storage/tables.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import { ConfigError } from './config-definition.ts'
import { randomUuid } from './random-uuid.ts'
import { SerialByKey } from './serial-by-key.ts'
import { TopicConfigs } from './topic-configs.ts'
import { collisionKey, isInternalTopic, validateTopicName } from './topic-name.ts'

export interface Topic {
  readonly name: string
  readonly topicId: string
  /** Log partition ids by partition index. */
  readonly partitions: readonly number[]
  readonly isInternal: boolean
  readonly configs: TopicConfigs
  readonly createdAtMs: number
}

export interface TopicSpec {
  readonly name: string
  readonly partitionCount: number
  readonly configs: Readonly<Record<string, string>>
}

/** What dies with a topic in the same commit; `apply` runs once that is durable. */
export interface Alongside {
  readonly writes: readonly Write[]
  apply(): void
}

/** From the overrides that there are to those that there shall be; throws KafkaError. */
export type DecideConfigs = (own: Readonly<Record<string, string>>) => Record<string, string>

const NEXT_PARTITION_ID_KEY = 'nextPartitionId'
const PARTITION_ID_LIMIT = 2 ** 32

export class Topics {
  readonly created = new Event<Topic>()
  readonly partitionsAdded = new Event<{ topic: Topic; partitionIds: number[] }>()
  readonly deleted = new Event<Topic>()
  readonly configsChanged = new Event<Topic>()

  readonly #store: MetadataStore
  readonly #clock: Clock
  readonly #random: Random
  readonly #brokerConfigs: BrokerConfigs
  readonly #byName = new Map<string, Topic>()
  readonly #byId = new Map<string, Topic>()
  readonly #byCollisionKey = new Map<string, Topic>()
  /** Changes of names that may collide wait for each other, so that every check sees what is durable. */
  readonly #turns = new SerialByKey()
  #nextPartitionId: number

  private constructor(store: MetadataStore, deps: { clock: Clock; random: Random; configs: BrokerConfigs }) {
    this.#store = store
    this.#clock = deps.clock
    this.#random = deps.random
    this.#brokerConfigs = deps.configs
    const next = store.get(clusterTable, NEXT_PARTITION_ID_KEY)
    this.#nextPartitionId = typeof next === 'number' ? next : 0
    for (const [, record] of store.entries(topicsTable)) this.#remember(this.#topicOf(record))
  }

  static load(store: MetadataStore, deps: { clock: Clock; random: Random; configs: BrokerConfigs }): Topics {
    return new Topics(store, deps)
  }

  get(name: string): Topic | undefined {
    return this.#byName.get(name)
  }

  getById(topicId: string): Topic | undefined {
    return this.#byId.get(topicId)
  }

  all(): Iterable<Topic> {
    return this.#byName.values()
  }

  names(): Iterable<string> {
    return this.#byName.keys()
  }

  /** The configs that a new topic would have; throws the KafkaError that creating `spec` would meet now. */
  validate({ name, partitionCount, configs }: TopicSpec): TopicConfigs {
    const neighbour = this.#byCollisionKey.get(collisionKey(name))
    const problem = validateTopicName(name, neighbour?.name)
    if (problem !== null) throw kafkaError('INVALID_TOPIC_EXCEPTION', problem)
    if (neighbour !== undefined) throw kafkaError('TOPIC_ALREADY_EXISTS', `Topic "${name}" already exists.`)
    if (partitionCount < 1) throw kafkaError('INVALID_PARTITIONS', `Topic "${name}" needs at least 1 partition, not ${partitionCount}.`)
    return configsOrKafkaError(configs, this.#brokerConfigs)
  }

  create(spec: TopicSpec): Promise<Topic> {
    return this.#turns.run(collisionKey(spec.name), () => this.#create(spec))
  }

  /** For auto-creation: joins a creation under way, and is content with a topic that exists. */
  getOrCreate(spec: TopicSpec): Promise<Topic> {
    return this.#turns.run(collisionKey(spec.name), async () => this.#byName.get(spec.name) ?? (await this.#create(spec)))
  }

  /** Throws the KafkaError that extending the topic to `totalCount` partitions would meet now. */
  validatePartitionCount(name: string, totalCount: number): Topic {
    const topic = this.#byName.get(name)
    if (topic === undefined) throw kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" does not exist.`)
    const current = topic.partitions.length
    if (totalCount === current) throw kafkaError('INVALID_PARTITIONS', `Topic "${name}" already has ${plural(current)}.`)
    if (totalCount < current) {
      throw kafkaError('INVALID_PARTITIONS', `Topic "${name}" has ${plural(current)}; ${totalCount} would not be more.`)
    }
    return topic
  }

  createPartitions(name: string, totalCount: number): Promise<Topic> {
    return this.#turns.run(collisionKey(name), async () => {
      const topic = this.validatePartitionCount(name, totalCount)
      const partitionIds = this.#takePartitionIds(totalCount - topic.partitions.length)
      const extended = { ...topic, partitions: [...topic.partitions, ...partitionIds] }
      await this.#commit(name, { writes: [topicsTable.put(name, recordOf(extended)), this.#counter()] })
      this.#remember(extended)
      this.partitionsAdded.emit({ topic: extended, partitionIds })
      return extended
    })
  }

  /**
   * Replaces a topic's overrides by what `decide` makes of them once its turn has come; in force when durable. Configs are checked before the
   * topic's existence, as in Kafka.
   */
  alterConfigs(name: string, decide: DecideConfigs, validateOnly: boolean): Promise<void> {
    return this.#turns.run(collisionKey(name), async () => {
      const topic = this.#byName.get(name)
      const configs = configsOrKafkaError(decide(topic?.configs.own ?? {}), this.#brokerConfigs)
      if (topic === undefined) throw kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" does not exist.`)
      if (validateOnly) return
      await this.#commit(name, { writes: [topicsTable.put(name, recordOf({ ...topic, configs }))] })
      topic.configs.replaceBy(configs)
      this.configsChanged.emit(topic)
    })
  }

  /**
   * Deletes exactly this topic: one that was deleted meanwhile, or created again under the same name, is UNKNOWN_TOPIC_ID.
   * `alongside` is asked when the deletion's turn has come, right before the commit that its writes join.
   */
  delete(topic: Topic, alongside?: (topic: Topic) => Alongside): Promise<Topic> {
    return this.#turns.run(collisionKey(topic.name), async () => {
      const current = this.#byId.get(topic.topicId)
      if (current === undefined) throw kafkaError('UNKNOWN_TOPIC_ID', `Topic id ${topic.topicId} ("${topic.name}") does not exist.`)
      const extra = alongside?.(current)
      await this.#commit(current.name, { writes: [topicsTable.remove(current.name), ...(extra?.writes ?? [])], drops: current.partitions })
      this.#forget(current)
      extra?.apply()
      this.deleted.emit(current)
      return current
    })
  }

  async #create(spec: TopicSpec): Promise<Topic> {
    const configs = this.validate(spec)
    const topic: Topic = {
      name: spec.name,
      topicId: randomUuid(this.#random),
      partitions: this.#takePartitionIds(spec.partitionCount),
      isInternal: isInternalTopic(spec.name),
      configs,
      createdAtMs: this.#clock.now(),
    }
    await this.#commit(topic.name, { writes: [topicsTable.put(topic.name, recordOf(topic)), this.#counter()] })
    this.#remember(topic)
    this.created.emit(topic)
    return topic
  }

  /** Ids are taken before the commit and never given back: a failed commit may still have reached the disk. */
  #takePartitionIds(count: number): number[] {
    const first = this.#nextPartitionId
    assert(first + count <= PARTITION_ID_LIMIT, `partition ids are used up at ${first}`)
    this.#nextPartitionId += count
    return Array.from({ length: count }, (_, i) => first + i)
  }

  #counter(): Write {
    return clusterTable.put(NEXT_PARTITION_ID_KEY, this.#nextPartitionId)
  }

  async #commit(name: string, unit: CommitUnit): Promise<void> {
    try {
      await this.#store.commit(unit)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      throw kafkaError('KAFKA_STORAGE_ERROR', `Topic "${name}" could not be written: ${error.message}`)
    }
  }

  #topicOf(record: TopicRecord): Topic {
    const { name, topicId, partitions, createdAtMs } = record
    const configs = TopicConfigs.stored(record.configs, this.#brokerConfigs)
    return { name, topicId, partitions, isInternal: isInternalTopic(name), configs, createdAtMs }
  }

  #remember(topic: Topic): void {
    this.#byName.set(topic.name, topic)
    this.#byId.set(topic.topicId, topic)
    this.#byCollisionKey.set(collisionKey(topic.name), topic)
  }

  #forget(topic: Topic): void {
    this.#byName.delete(topic.name)
    this.#byId.delete(topic.topicId)
    this.#byCollisionKey.delete(collisionKey(topic.name))
  }
}

function recordOf({ name, topicId, partitions, configs, createdAtMs }: Topic): TopicRecord {
  return { name, topicId, partitions: [...partitions], configs: configs.own, createdAtMs }
}

function configsOrKafkaError(own: Readonly<Record<string, string>>, broker: BrokerConfigs): TopicConfigs {
  try {
    return TopicConfigs.from(own, broker)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw kafkaError('INVALID_CONFIG', error.message)
  }
}

const plural = (partitions: number): string => `${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`
