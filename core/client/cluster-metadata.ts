// What a cluster says about itself: its brokers, its controller, and who leads which partition.
import { type DecodedResponseOf } from '../protocol/define-api.ts'
import type { Metadata } from '../protocol/messages/metadata.ts'
import type { BrokerAddress } from './bootstrap-address.ts'

export interface ClusterBroker extends BrokerAddress {
  readonly nodeId: number
  readonly rack: string | null
}

export interface TopicPartition {
  readonly partition: number
  /** -1 while there is none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
  readonly errorCode: number
}

export interface TopicMetadata {
  readonly name: string
  /** ZERO_UUID where the broker is too old for ids. */
  readonly topicId: string
  readonly isInternal: boolean
  /** In order of their numbers. */
  readonly partitions: readonly TopicPartition[]
  readonly errorCode: number
}

export interface ClusterMetadata {
  readonly clusterId: string | null
  readonly controllerId: number
  readonly brokers: ReadonlyMap<number, ClusterBroker>
  /** Only those that were asked for. */
  readonly topics: readonly TopicMetadata[]
}

export function clusterMetadataOf(response: DecodedResponseOf<typeof Metadata>): ClusterMetadata {
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: new Map(response.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { nodeId, host, port, rack }])),
    topics: response.topics.map((topic) => ({
      name: topic.name ?? '',
      topicId: topic.topicId,
      isInternal: topic.isInternal,
      partitions: topic.partitions
        .map((partition) => ({
          partition: partition.partitionIndex,
          leader: partition.leaderId,
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          inSyncReplicas: partition.isrNodes,
          errorCode: partition.errorCode,
        }))
        .toSorted((a, b) => a.partition - b.partition),
      errorCode: topic.errorCode,
    })),
  }
}
