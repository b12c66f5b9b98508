// OffsetCommit: what of it may be stored, and what becomes of the rest.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetCommit } from '../../protocol/messages/offset-commit.ts'
import type { OffsetKey, OffsetRecord } from '../../storage/tables.ts'
import { topicNameIn, TOPIC_IDS_SINCE, type TopicLookup } from '../topic-lookup.ts'

export type OffsetCommitRequest = RequestOf<typeof OffsetCommit>
export type OffsetCommitResponse = ResponseOf<typeof OffsetCommit>
type CommitTopic = OffsetCommitRequest['topics'][number]
type CommitPartition = CommitTopic['partitions'][number]

export interface AcceptedOffset {
  readonly key: OffsetKey
  readonly record: OffsetRecord
}

export interface OffsetCommitDecision {
  readonly accepted: readonly AcceptedOffset[]
  /** As it is once `accepted` is durable. */
  readonly response: OffsetCommitResponse
}

export interface OffsetCommitRules {
  readonly topics: TopicLookup
  readonly metadataMaxBytes: number
  readonly nowMs: number
  /** NONE, or why this sender may not commit the partition. */
  checkOwnership(topicId: string, partition: number): number
}

export function decideOffsetCommit(request: OffsetCommitRequest, apiVersion: number, rules: OffsetCommitRules): OffsetCommitDecision {
  const accepted: AcceptedOffset[] = []
  const response = answerEach(request, (topic, partition) => {
    const name = topicNameIn(topic, apiVersion, rules.topics)
    const topicId = name === undefined ? undefined : rules.topics.topicIdOf(name)
    if (name === undefined || topicId === undefined) return unknownTopic(apiVersion)
    const errorCode = checkPartition(name, partition, rules) || rules.checkOwnership(topicId, partition.partitionIndex)
    if (errorCode !== ErrorCode.NONE) return errorCode
    accepted.push({
      key: { groupId: request.groupId, topic: name, partition: partition.partitionIndex },
      record: recordOf(partition, topicId, rules.nowMs),
    })
    return ErrorCode.NONE
  })
  return { accepted, response }
}

/** Nothing of the request is stored, for one reason. */
export function refuseOffsetCommit(request: OffsetCommitRequest, errorCode: number): OffsetCommitResponse {
  return answerEach(request, () => errorCode)
}

/** The store failed: what would have been stored was not. */
export function failOffsetCommit(response: OffsetCommitResponse, errorCode: number): OffsetCommitResponse {
  const topics = response.topics.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((partition) => (partition.errorCode === ErrorCode.NONE ? { ...partition, errorCode } : partition)),
  }))
  return { topics }
}

function answerEach(request: OffsetCommitRequest, decide: (topic: CommitTopic, partition: CommitPartition) => number): OffsetCommitResponse {
  // As in Kafka, a topic without partitions is not answered.
  const asked = request.topics.filter(({ partitions }) => partitions.length > 0)
  const topics = asked.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitions: topic.partitions.map((partition) => ({ partitionIndex: partition.partitionIndex, errorCode: decide(topic, partition) })),
  }))
  return { topics }
}

function checkPartition(topic: string, partition: CommitPartition, { topics, metadataMaxBytes }: OffsetCommitRules): number {
  const index = partition.partitionIndex
  if (index < 0 || index >= (topics.partitionCountOf(topic) ?? 0)) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  // Kafka counts UTF-16 units here, whatever the name of the setting says.
  const isTooLong = (partition.committedMetadata?.length ?? 0) > metadataMaxBytes
  return isTooLong ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE
}

function unknownTopic(apiVersion: number): number {
  return apiVersion >= TOPIC_IDS_SINCE ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
}

/** Null metadata is stored, and comes back, as none: ''. */
function recordOf(partition: CommitPartition, topicId: string, nowMs: number): OffsetRecord {
  return {
    offset: partition.committedOffset,
    leaderEpoch: partition.committedLeaderEpoch,
    metadata: partition.committedMetadata ?? '',
    commitTimestampMs: nowMs,
    topicId,
  }
}
