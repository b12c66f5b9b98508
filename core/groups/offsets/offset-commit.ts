// OffsetCommit: what of it may be stored, and what becomes of the rest.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetCommit } from '../../protocol/messages/offset-commit.ts'
import type { OffsetKey, OffsetRecord } from '../../storage/tables.ts'
import type { ClassicGroup } from '../classic/classic-group.ts'
import { isStorableGroupId } from '../group-id.ts'
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

/** From this version on a client can be told that the group does not exist. */
const GROUP_ID_NOT_FOUND_SINCE = 9

export type Committer = Pick<OffsetCommitRequest, 'groupId' | 'memberId' | 'groupInstanceId' | 'generationIdOrMemberEpoch'>

/** Whether this sender may commit for the group now; NONE or the error for every partition. */
export function checkCommitter(group: ClassicGroup | undefined, committer: Committer, apiVersion: number, isTransactional = false): number {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = committer
  if (!isStorableGroupId(groupId)) return ErrorCode.INVALID_GROUP_ID
  // Without a generation it is an administrator, or a consumer that assigns its partitions itself.
  if (generationId < 0 && (group === undefined || group.state === 'Empty')) return ErrorCode.NONE
  if (group === undefined) return apiVersion >= GROUP_ID_NOT_FOUND_SINCE ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION
  // Transactional producers knew no members before KIP-447: whoever names none is believed.
  if (isTransactional && generationId < 0 && memberId === '' && groupInstanceId === null) return ErrorCode.NONE
  const member = group.memberFor(memberId, groupInstanceId)
  if (typeof member === 'number') return member
  if (generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION
  // The member knows the new generation but not yet what it owns in it; with the old generation it may commit until then.
  return group.state === 'CompletingRebalance' && !isTransactional ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}

export interface OffsetCommitRules {
  readonly topics: TopicLookup
  readonly metadataMaxBytes: number
  readonly nowMs: number
}

export function decideOffsetCommit(request: OffsetCommitRequest, apiVersion: number, rules: OffsetCommitRules): OffsetCommitDecision {
  const accepted: AcceptedOffset[] = []
  const response = answerEach(request, (topic, partition) => {
    const name = topicNameIn(topic, apiVersion, rules.topics)
    const topicId = name === undefined ? undefined : rules.topics.topicIdOf(name)
    if (name === undefined || topicId === undefined) return unknownTopic(apiVersion)
    const errorCode = checkPartition(name, partition, rules)
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
  const topics = request.topics.map((topic) => ({
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
