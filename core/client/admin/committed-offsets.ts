// How far groups have read: every offset that they have committed, of all topics.
import type { DecodedResponseOf } from '../../protocol/define-api.ts'
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { OffsetFetch } from '../../protocol/messages/offset-fetch.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { findCoordinator, kafkaErrorOnly } from './find-coordinators.ts'

/** Version 10 names topics by id, of which a group may hold ones that are deleted. */
const LAST_BY_NAME = 9

/** Several groups in one request (KIP-709). */
const ForMany = { ...OffsetFetch, minDecodable: 8 }

export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  /** null when the commit could not be read (see `error`). */
  readonly offset: number | null
  readonly metadata: string | null
  readonly error: string | null
}

export async function committedOffsets(cluster: ClusterConnection, groupId: string): Promise<CommittedOffset[]> {
  return cluster.retrying(async () => committedAt(cluster, await findCoordinator(cluster, groupId), groupId))
}

/** Of groups with the same coordinator; an error in the place of one that cannot be read. */
export async function committedOffsetsOfMany(
  cluster: ClusterConnection,
  coordinator: number,
  groupIds: readonly string[],
): Promise<Map<string, CommittedOffset[] | Error>> {
  try {
    const groups = groupIds.map((groupId) => ({ groupId, topics: null }))
    const response = await cluster.request(coordinator, ForMany, { groupId: '', topics: null, groups }, { maxVersion: LAST_BY_NAME })
    const answered = new Map(response.groups.map((answer) => [answer.groupId, answer]))
    return new Map(groupIds.map((groupId) => [groupId, commitsOrError(answered.get(groupId))]))
  } catch (error) {
    if (!(error instanceof KafkaError && error.errorName === 'UNSUPPORTED_VERSION')) throw error
    const one = async (groupId: string): Promise<CommittedOffset[] | Error> => committedAt(cluster, coordinator, groupId).catch(kafkaErrorOnly)
    return new Map(await Promise.all(groupIds.map(async (groupId) => [groupId, await one(groupId)] as const)))
  }
}

async function committedAt(cluster: ClusterConnection, coordinator: number, groupId: string): Promise<CommittedOffset[]> {
  const body = { groupId, topics: null, groups: [{ groupId, topics: null }] }
  const response = await cluster.request(coordinator, OffsetFetch, body, { maxVersion: LAST_BY_NAME })
  const commits = commitsOrError(response.groups[0] ?? response)
  if (commits instanceof Error) throw commits
  return commits
}

type Answer = Pick<DecodedResponseOf<typeof OffsetFetch>, 'errorCode' | 'topics'>

function commitsOrError(answer: Answer | undefined): CommittedOffset[] | KafkaError {
  const errorCode = answer?.errorCode ?? -1
  if (!answer || errorCode !== 0) return new KafkaError(errorOf(errorCode), errorOf(errorCode).sentence)
  return answer.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, committedOffset, metadata, errorCode: partitionCode }) => ({
      topic: name,
      partition: partitionIndex,
      offset: partitionCode === 0 && committedOffset >= 0 ? committedOffset : null,
      metadata,
      error: partitionCode === 0 ? null : errorOf(partitionCode).sentence,
    })),
  )
}
