// Topics of a cluster, as the contract shows them.
import type { Clock } from '../base/clock.ts'
import { EARLIEST, LATEST, listOffsets, type OffsetOrError } from '../client/admin/list-offsets.ts'
import { createTopic, deleteTopic, describeTopicConfigs, listTopics, type NewTopic } from '../client/admin/topics.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { TopicMetadata } from '../client/cluster-metadata.ts'
import type { TopicDetail, TopicPartition, TopicSummary } from '../contract/topics.ts'
import { ZERO_UUID } from '../protocol/schema.ts'
import type { ConnectionsService } from './connections-service.ts'
import { invalidInput } from './service-error.ts'

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

  async describe(connectionId: string, name: string): Promise<TopicDetail> {
    const cluster = this.#connections.cluster(connectionId)
    const topic = await cluster.topic(name)
    const [starts, ends, configs] = await Promise.all([
      listOffsets(cluster, topic, topic.partitions, EARLIEST),
      listOffsets(cluster, topic, topic.partitions, LATEST),
      describeTopicConfigs(cluster, name),
    ])
    const partitions = topic.partitions.map(({ partition, leader }): TopicPartition => {
      const [start, end] = [starts.get(partition), ends.get(partition)]
      return { partition, leader, startOffset: offsetOf(start), endOffset: offsetOf(end), error: start?.error?.message ?? end?.error?.message ?? null }
    })
    return { ...summaryOf(topic), partitions, configs, readAtMs: this.#clock.now() }
  }

  async create(connectionId: string, topic: NewTopic): Promise<TopicSummary> {
    const cluster = this.#connections.cluster(connectionId)
    await createTopic(cluster, topic)
    return summaryOf(await this.#created(cluster, topic.name))
  }

  async delete(connectionId: string, name: string, confirmName: string): Promise<void> {
    if (confirmName !== name) throw invalidInput('confirmName', `"${confirmName}" is not the name of this topic.`, `Type "${name}".`)
    await deleteTopic(this.#connections.cluster(connectionId), name)
  }

  /** Brokers learn of a new topic a moment after its creation was acknowledged. */
  async #created(cluster: ClusterConnection, name: string): Promise<TopicMetadata> {
    for (let tries = 1; ; tries++) {
      const { topics } = await cluster.metadata([name])
      const topic = topics.find((candidate) => candidate.name === name)
      if (topic?.errorCode === 0) return topic
      if (tries === 20) return cluster.topic(name)
      await cluster.pause(50 * tries)
    }
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

function offsetOf(answer: OffsetOrError | undefined): bigint | null {
  return answer?.offset === undefined || answer.offset === null ? null : BigInt(answer.offset)
}
