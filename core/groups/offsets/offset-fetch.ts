// OffsetFetch: the durable offsets of groups, as asked for or all of them.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetFetch } from '../../protocol/messages/offset-fetch.ts'
import type { OffsetKey, OffsetRecord } from '../../storage/tables.ts'
import type { Group } from '../group.ts'
import { topicNameIn, type TopicLookup, type TopicReference } from '../topic-lookup.ts'
import type { CommittedOffset, GroupOffsets } from './group-offsets.ts'
import type { PendingOffsets } from './pending-offsets.ts'

export type OffsetFetchRequest = RequestOf<typeof OffsetFetch>
export type OffsetFetchResponse = ResponseOf<typeof OffsetFetch>

type FetchGroup = NonNullable<OffsetFetchResponse['groups']>[number]
type FetchTopic = FetchGroup['topics'][number]
type FetchPartition = FetchTopic['partitions'][number]
type AskedTopic = TopicReference & { readonly partitionIndexes: readonly number[] }

const GROUPS_SINCE = 8

export interface OffsetFetchSources {
  readonly offsets: GroupOffsets
  readonly pending: PendingOffsets
  readonly topics: TopicLookup
  groupOf(groupId: string): Group | undefined
}

type StableSources = OffsetFetchSources & { readonly requireStable: boolean }

export function fetchOffsets(request: OffsetFetchRequest, apiVersion: number, sources: OffsetFetchSources): OffsetFetchResponse {
  const stable: StableSources = { ...sources, requireStable: request.requireStable }
  if (apiVersion >= GROUPS_SINCE) {
    const groups = request.groups.map((asked) => {
      const errorCode = checkFetcher(sources.groupOf(asked.groupId), asked)
      const topics = errorCode === ErrorCode.NONE ? topicsOf(asked.groupId, asked.topics, apiVersion, stable) : []
      return { groupId: asked.groupId, topics, errorCode }
    })
    return { groups }
  }
  const asked = request.topics?.map((topic) => ({ ...topic, topicId: '' })) ?? null
  const topics = topicsOf(request.groupId, asked, apiVersion, stable).map(({ name, partitions }) => ({ name: name!, partitions }))
  return { topics, errorCode: ErrorCode.NONE }
}

/** KIP-848: a member that names itself must be in the epoch that it names; administrators, and clients before version 9, name none. */
function checkFetcher(group: Group | undefined, { memberId, memberEpoch }: { readonly memberId: string | null; readonly memberEpoch: number }): number {
  if (group?.type !== 'consumer' || (memberId === null && memberEpoch < 0)) return ErrorCode.NONE
  const member = group.members.get(memberId ?? '')
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  if (member.memberEpoch === memberEpoch) return ErrorCode.NONE
  return member.classic === null ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.ILLEGAL_GENERATION
}

function topicsOf(groupId: string, asked: readonly AskedTopic[] | null, apiVersion: number, sources: StableSources): FetchTopic[] {
  if (asked === null) return allTopics(groupId, sources)
  return asked.map((topic) => {
    const name = topicNameIn(topic, apiVersion, sources.topics)
    const partitions = topic.partitionIndexes.map((partition) => {
      if (name === undefined) return noOffset(partition, ErrorCode.UNKNOWN_TOPIC_ID)
      if (isUnstable({ groupId, topic: name, partition }, sources)) return noOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT)
      const record = sources.offsets.get(groupId, name, partition)
      return record && isCurrent(name, record, sources) ? found(partition, record) : noOffset(partition)
    })
    return { name: topic.name, topicId: topic.topicId, partitions }
  })
}

function allTopics(groupId: string, sources: StableSources): FetchTopic[] {
  const current = [...sources.offsets.of(groupId)].filter(({ topic, record }) => isCurrent(topic, record, sources))
  return [...Map.groupBy(current, ({ topic }) => topic)].map(([name, offsets]) => ({
    name,
    topicId: sources.topics.topicIdOf(name)!,
    partitions: offsets.map(({ topic, partition, record }: CommittedOffset) =>
      isUnstable({ groupId, topic, partition }, sources) ? noOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT) : found(partition, record),
    ),
  }))
}

/** KIP-447: who has to know where a transaction leaves off is sent away until it has ended. */
function isUnstable(key: OffsetKey, { requireStable, pending }: StableSources): boolean {
  return requireStable && pending.has(key)
}

/** An offset belongs to the topic that it was committed for, not to a later one of the same name. */
function isCurrent(topic: string, record: OffsetRecord, { topics }: OffsetFetchSources): boolean {
  return topics.topicIdOf(topic) === record.topicId
}

function found(partitionIndex: number, { offset, leaderEpoch, metadata }: OffsetRecord): FetchPartition {
  return { partitionIndex, committedOffset: offset, committedLeaderEpoch: leaderEpoch, metadata, errorCode: ErrorCode.NONE }
}

/** "Nothing committed" is no error. */
function noOffset(partitionIndex: number, errorCode: number = ErrorCode.NONE): FetchPartition {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode }
}
