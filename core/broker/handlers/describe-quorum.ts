// DescribeQuorum (55), versions 0-2: the voters of the metadata quorum (KIP-595).
// Behaviour: this node is the only voter, leads, and is always caught up; there are no observers. Exactly partition 0 of __cluster_metadata may be asked
// for; anything else is UNKNOWN_TOPIC_OR_PARTITION for each partition that is named. Metadata is kept in the store, not in a log: its offsets are 0.
// Versions: v1 when the voter was last heard of: now (KIP-836); v2 messages, the voter's directory and where it listens (KIP-853).
import { CLUSTER_METADATA_TOPIC } from '../../metadata/topic-name.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeQuorum } from '../../protocol/messages/describe-quorum.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof DescribeQuorum>
type Response = ResponseOf<typeof DescribeQuorum>
type PartitionAnswer = Response['topics'][number]['partitions'][number]

/** The first election is the only one there ever was. */
const QUORUM_EPOCH = 1

export const describeQuorum = handler(DescribeQuorum, (request, context): Response => {
  if (!isAuthorized(context, 'DESCRIBE', 'CLUSTER', CLUSTER)) return { errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, errorMessage: null, topics: [] }
  if (!asksForMetadata(request)) return { errorCode: ErrorCode.NONE, errorMessage: '', topics: request.topics.map(unknown) }
  const { nodeId, advertised, clock } = context.broker
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: '',
    topics: [{ topicName: CLUSTER_METADATA_TOPIC, partitions: [quorum(nodeId, clock.now())] }],
    nodes: [{ nodeId, listeners: [{ name: 'CONTROLLER', ...advertised }] }],
  }
})

function asksForMetadata({ topics: [topic, ...more] }: Request): boolean {
  return topic?.topicName === CLUSTER_METADATA_TOPIC && more.length === 0 && topic.partitions.length === 1 && topic.partitions[0]!.partitionIndex === 0
}

function quorum(nodeId: number, nowMs: number): PartitionAnswer {
  const voter = { replicaId: nodeId, replicaDirectoryId: ZERO_UUID, logEndOffset: 0, lastFetchTimestamp: nowMs, lastCaughtUpTimestamp: nowMs }
  return { ...partition(0, ErrorCode.NONE, ''), leaderId: nodeId, leaderEpoch: QUORUM_EPOCH, currentVoters: [voter] }
}

const unknown = ({ topicName, partitions }: Request['topics'][number]) => ({
  topicName,
  partitions: partitions.map(({ partitionIndex }) => partition(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Only partition 0 of __cluster_metadata has a quorum.')),
})

function partition(partitionIndex: number, errorCode: number, errorMessage: string): PartitionAnswer {
  return { partitionIndex, errorCode, errorMessage, leaderId: 0, leaderEpoch: 0, highWatermark: 0, currentVoters: [], observers: [] }
}
