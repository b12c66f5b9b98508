// Topics of a cluster, as the contract shows them.
import type { Clock } from '../base/clock.ts'
import { EARLIEST, LATEST, listOffsets } from '../client/admin/list-offsets.ts'
import { describeTopicConfigs, type TopicConfigEntry } from '../client/admin/topic-configs.ts'
import { addPartitions, createTopic, deleteTopic, listTopics, type NewTopic } from '../client/admin/topics.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { TopicMetadata } from '../client/cluster-metadata.ts'
import { ConnectionFailed } from '../client/connection-errors.ts'
import type { TopicDetail, TopicGlance, TopicPartition, TopicSummary } from '../contract/topics.ts'
import { KafkaError } from '../protocol/error-codes.ts'
import { ZERO_UUID } from '../protocol/schema.ts'
import type { ConnectionsService } from './connections-service.ts'
import { offsetOf } from './partition-offsets.ts'
import { invalidInput } from './service-error.ts'
import { glanceTopics } from './topic-glances.ts'

export class TopicsService {
  readonly #connections: ConnectionsService
  readonly #clock: Clock

  constructor(connections: ConnectionsService, clock: Clock) {
    this.#connections = connections
    this.#clock = clock
  }

  async list(connectionId: string, includeInternal: boolean): Promise<{ topics: TopicSummary[]; readAtMs: number }> {
    const topics = await listTopics(this.#connections.cluster(connectionId))
    const shown = topics.filter(({ isInternal }) => includeInternal || !isInternal)
    return { topics: shown.map(summaryOf), readAtMs: this.#clock.now() }
  }

  async glance(connectionId: string, names: readonly string[]): Promise<{ topics: TopicGlance[]; readAtMs: number }> {
    const topics = await glanceTopics(this.#connections.cluster(connectionId), names)
    return { topics, readAtMs: this.#clock.now() }
  }

  async describe(connectionId: string, name: string): Promise<TopicDetail> {
    const cluster = this.#connections.cluster(connectionId)
    const topic = await cluster.topic(name)
    const [starts, ends, configs] = await Promise.all([
      listOffsets(cluster, topic, topic.partitions, EARLIEST),
      listOffsets(cluster, topic, topic.partitions, LATEST),
      configsOrError(cluster, name),
    ])
    const partitions = topic.partitions.map(({ partition, leader, replicas, inSyncReplicas }): TopicPartition => {
      const [start, end] = [starts.get(partition), ends.get(partition)]
      const error = start?.error?.message ?? end?.error?.message ?? null
      return { partition, leader, replicas: [...replicas], inSyncReplicas: [...inSyncReplicas], startOffset: offsetOf(start), endOffset: offsetOf(end), error }
    })
    return { ...summaryOf(topic), partitions, ...configs, readAtMs: this.#clock.now() }
  }

  async create(connectionId: string, topic: NewTopic): Promise<TopicSummary> {
    const cluster = this.#connections.cluster(connectionId)
    await createTopic(cluster, topic)
    return summaryOf(await settled(cluster, topic.name, ({ errorCode }) => errorCode === 0))
  }

  async addPartitions(connectionId: string, name: string, totalCount: number): Promise<TopicSummary> {
    const cluster = this.#connections.cluster(connectionId)
    await addPartitions(cluster, name, totalCount)
    return summaryOf(await settled(cluster, name, ({ partitions }) => partitions.length >= totalCount))
  }

  async delete(connectionId: string, name: string, confirmName: string): Promise<void> {
    if (confirmName !== name) throw invalidInput('confirmName', `"${confirmName}" is not the name of this topic.`, `Type "${name}".`)
    await deleteTopic(this.#connections.cluster(connectionId), name)
  }
}

/** Brokers learn of a change a moment after it was acknowledged. */
async function settled(cluster: ClusterConnection, name: string, isSettled: (topic: TopicMetadata) => boolean): Promise<TopicMetadata> {
  for (let tries = 1; ; tries++) {
    const { topics } = await cluster.metadata([name])
    const topic = topics.find((candidate) => candidate.name === name)
    if (topic && isSettled(topic)) return topic
    if (tries === 20) return cluster.topic(name)
    await cluster.pause(50 * tries)
  }
}

/** Reading the settings needs a right of its own (DESCRIBE_CONFIGS): without it the rest is still shown. */
async function configsOrError(cluster: ClusterConnection, name: string): Promise<{ configs: TopicConfigEntry[]; configsError: string | null }> {
  try {
    return { configs: await describeTopicConfigs(cluster, name), configsError: null }
  } catch (error) {
    if (error instanceof KafkaError || error instanceof ConnectionFailed) return { configs: [], configsError: error.message }
    throw error
  }
}

function summaryOf(topic: TopicMetadata): TopicSummary {
  return {
    name: topic.name,
    topicId: topic.topicId === ZERO_UUID ? null : topic.topicId,
    partitionCount: topic.partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 0,
    isInternal: topic.isInternal,
  }
}
