// The dead-letter topics of a connection as the index knows them: which cluster, which incarnation of a topic, and by which rules it is read.
import { createHash } from 'node:crypto'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { DecodeContext } from '../deadletters/failure.ts'
import type { FailureIndex, Refreshed, RefreshProgress } from '../deadletters/index/failure-index.ts'
import type { TopicIndex } from '../deadletters/index/topic-index.ts'
import { topicIdOf } from '../deadletters/index/topic-reading.ts'
import { ladderOf } from '../deadletters/recognise/retry-ladder.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { mappingOf } from '../deadletters/recognise/topic-mapping.ts'
import { readTopicName } from '../deadletters/recognise/topic-names.ts'
import { LOCAL_CONNECTION_ID, type ConnectionsService } from './connections-service.ts'

export interface OpenedCluster {
  readonly cluster: ClusterConnection
  readonly clusterId: string
  readonly isLocal: boolean
  /** Ids of topics by name, as last told. */
  readonly topicIds: Map<string, string>
}

export class DeadLetterTopics {
  readonly #connections: ConnectionsService
  readonly #index: FailureIndex
  readonly #rules: RulesStore
  /** A connection that was changed is another object, and may reach another cluster. */
  readonly #opened = new WeakMap<ClusterConnection, Promise<OpenedCluster>>()

  constructor({ connections, index, rules }: { connections: ConnectionsService; index: FailureIndex; rules: RulesStore }) {
    this.#connections = connections
    this.#index = index
    this.#rules = rules
  }

  async cluster(connectionId: string): Promise<OpenedCluster> {
    const cluster = this.#connections.cluster(connectionId)
    let opening = this.#opened.get(cluster)
    if (opening === undefined) {
      opening = openCluster(cluster, connectionId)
      this.#opened.set(cluster, opening)
      opening.catch(() => this.#opened.delete(cluster))
    }
    return opening
  }

  /** What is known of the topics; nothing is read from them. */
  async indexes(connectionId: string, topics: readonly string[]): Promise<{ opened: OpenedCluster; indexes: TopicIndex[] }> {
    const opened = await this.cluster(connectionId)
    const unknown = topics.filter((topic) => !opened.topicIds.has(topic))
    if (unknown.length > 0) noteIds(opened, (await opened.cluster.metadata(unknown)).topics)
    const known = topics.flatMap((topic) => ({ topic, topicId: opened.topicIds.get(topic) }))
    const indexes = await Promise.all(known.flatMap(({ topic, topicId }) => (topicId === undefined ? [] : [this.#index.topic(opened.clusterId, topicId, topic)])))
    return { opened, indexes }
  }

  /** By its id: also of a topic that was deleted since. */
  async indexOf(connectionId: string, topicId: string, topic: string): Promise<{ opened: OpenedCluster; index: TopicIndex }> {
    const opened = await this.cluster(connectionId)
    return { opened, index: await this.#index.topic(opened.clusterId, topicId, topic) }
  }

  /** Those of the cluster that were looked at since start. */
  async loaded(connectionId: string): Promise<TopicIndex[]> {
    const { clusterId } = await this.cluster(connectionId)
    return this.#index.loaded(clusterId)
  }

  async refresh(connectionId: string, topic: string, signal: AbortSignal, onProgress?: (progress: RefreshProgress) => void): Promise<Refreshed> {
    const { cluster, clusterId, topicIds } = await this.cluster(connectionId)
    const { context, rules } = await this.contextOf(connectionId, topic)
    const refreshed = await this.#index.refresh({ cluster, clusterId, topic, context, rules, signal, ...(onProgress && { onProgress }) })
    topicIds.set(topic, refreshed.index.topicId)
    return refreshed
  }

  /** How records of a topic are decoded, with a digest of what a person has decided about that. */
  async contextOf(connectionId: string, topic: string): Promise<{ context: DecodeContext; rules: string }> {
    const opened = await this.cluster(connectionId)
    const mapping = mappingOf(topic, this.#rules.mappings(opened.clusterId))
    const own = this.#rules.ownDialects()
    const decided = { dialect: mapping?.dialect ?? undefined, origin: mapping?.originTopic ?? undefined, group: mapping?.group ?? undefined }
    const context: DecodeContext = {
      clusterId: opened.clusterId,
      userDialects: this.#rules.dialects(),
      ...decided,
      retryTopics: ladderFor(topic, [...opened.topicIds.keys()]),
      topicName: (topicId) => [...opened.topicIds].find(([, id]) => id === topicId)?.[0],
    }
    const isPlain = own.length === 0 && Object.values(decided).every((value) => value === undefined)
    return { context, rules: isPlain ? '' : createHash('sha256').update(JSON.stringify([decided, own])).digest('base64url').slice(0, 22) }
  }
}

export function noteIds({ topicIds }: OpenedCluster, topics: readonly { readonly name: string; readonly topicId: string; readonly errorCode: number }[]): void {
  for (const { name, topicId, errorCode } of topics) if (errorCode === 0) topicIds.set(name, topicIdOf(name, topicId))
}

async function openCluster(cluster: ClusterConnection, connectionId: string): Promise<OpenedCluster> {
  const { clusterId, topics } = await cluster.metadata(null)
  // Brokers before 0.10 have no id: such a cluster is known by its connection only.
  const opened = { cluster, clusterId: clusterId ?? `connection:${connectionId}`, isLocal: connectionId === LOCAL_CONNECTION_ID, topicIds: new Map<string, string>() }
  noteIds(opened, topics)
  return opened
}

/** Retry topics whose names are made from the same thing. */
function ladderFor(topic: string, topics: readonly string[]): string[] {
  const base = readTopicName(topic)?.base
  if (base === null || base === undefined) return []
  return ladderOf(topics.filter((name) => {
    const reading = readTopicName(name)
    return reading?.role === 'retry' && reading.base === base
  }))
}
