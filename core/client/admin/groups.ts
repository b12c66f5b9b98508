// Groups of a cluster: every broker's list, one group's state and members, and how far it has read.
import type { DecodedResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, errorOf, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { ConsumerGroupDescribe } from '../../protocol/messages/consumer-group-describe.ts'
import { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import { FindCoordinator } from '../../protocol/messages/find-coordinator.ts'
import { ListGroups } from '../../protocol/messages/list-groups.ts'
import { OffsetFetch } from '../../protocol/messages/offset-fetch.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { type AssignedTopic, decodeAssignment } from './consumer-assignment.ts'

const GROUP_KEY = 0
const CONSUMER = 'consumer'
/** Version 10 names topics by id, of which a group may hold ones that are deleted. */
const LAST_OFFSET_FETCH_BY_NAME = 9

export interface ListedGroup {
  readonly groupId: string
  /** '' from brokers older than 2.6. */
  readonly state: string
  readonly protocolType: string
}

export interface GroupMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly assignment: AssignedTopic[]
  /** Why the assignment could not be read; null when it could. */
  readonly assignmentError: string | null
}

export interface DescribedGroup extends ListedGroup {
  readonly coordinator: number
  readonly protocol: string
  readonly members: GroupMember[]
}

export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  /** null when the commit could not be read (see `error`). */
  readonly offset: number | null
  readonly metadata: string | null
  readonly error: string | null
}

/** By id. A broker that cannot be asked makes the list fail: half a list would look like a whole one. */
export async function listGroups(cluster: ClusterConnection): Promise<ListedGroup[]> {
  const brokers = await cluster.brokers()
  const lists = await Promise.all(
    brokers.map(async ({ nodeId }) =>
      cluster.retrying(async () => {
        const { errorCode, groups } = await cluster.request(nodeId, ListGroups, {})
        throwIfFailed(errorCode, null)
        return groups
      }),
    ),
  )
  return lists
    .flat()
    .map(({ groupId, groupState, protocolType }) => ({ groupId, state: groupState, protocolType }))
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
}

/** Rejects KafkaError GROUP_ID_NOT_FOUND where there is none. */
export async function describeGroup(cluster: ClusterConnection, groupId: string): Promise<DescribedGroup> {
  return cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const { groups } = await cluster.request(coordinator, DescribeGroups, { groups: [groupId] })
    const group = groups[0]
    if (!group) throw kafkaError('UNKNOWN_SERVER_ERROR', `The broker answered DescribeGroups for "${groupId}" with nothing.`)
    // Kafka describes a group that does not exist, or not as a classic one, as dead (before version 6 of the API without an error).
    if (group.groupState === 'Dead') {
      const other = await describeConsumerGroup(cluster, coordinator, groupId)
      if (other) return other
      throw kafkaError('GROUP_ID_NOT_FOUND', group.errorMessage ?? `There is no group "${groupId}".`)
    }
    throwIfFailed(group.errorCode, group.errorMessage)
    return {
      groupId,
      coordinator,
      state: group.groupState,
      protocolType: group.protocolType,
      protocol: group.protocolData,
      members: group.members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        ...readAssignment(group.protocolType, member.memberAssignment),
      })),
    }
  })
}

/** A group of the new consumer protocol (KIP-848); undefined where it is none, or the cluster knows no such groups. */
async function describeConsumerGroup(cluster: ClusterConnection, coordinator: number, groupId: string): Promise<DescribedGroup | undefined> {
  try {
    const { groups } = await cluster.request(coordinator, ConsumerGroupDescribe, { groupIds: [groupId], includeAuthorizedOperations: false })
    const group = groups[0]
    if (!group || group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return undefined
    throwIfFailed(group.errorCode, group.errorMessage)
    const { groupState: state, assignorName: protocol } = group
    return { groupId, coordinator, state, protocolType: CONSUMER, protocol, members: group.members.map(consumerMember) }
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'UNSUPPORTED_VERSION') return undefined
    throw error
  }
}

type ConsumerGroupMember = DecodedResponseOf<typeof ConsumerGroupDescribe>['groups'][number]['members'][number]

function consumerMember({ memberId, instanceId, clientId, clientHost, assignment }: ConsumerGroupMember): GroupMember {
  const assigned = assignment.topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions }))
  return { memberId, groupInstanceId: instanceId, clientId, clientHost, assignment: assigned, assignmentError: null }
}

/** Every offset that the group has committed, of all topics. */
export async function committedOffsets(cluster: ClusterConnection, groupId: string): Promise<CommittedOffset[]> {
  return cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const body = { groupId, topics: null, groups: [{ groupId, topics: null }] }
    const response = await cluster.request(coordinator, OffsetFetch, body, { maxVersion: LAST_OFFSET_FETCH_BY_NAME })
    const answer = response.groups[0] ?? response
    throwIfFailed(answer.errorCode, null)
    return answer.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset, metadata, errorCode }) => ({
        topic: name,
        partition: partitionIndex,
        offset: errorCode === 0 && committedOffset >= 0 ? committedOffset : null,
        metadata,
        error: errorCode === 0 ? null : errorOf(errorCode).sentence,
      })),
    )
  })
}

async function findCoordinator(cluster: ClusterConnection, groupId: string): Promise<number> {
  const response = await cluster.request('any', FindCoordinator, { key: groupId, keyType: GROUP_KEY, coordinatorKeys: [groupId] })
  const answer = response.coordinators[0] ?? response
  throwIfFailed(answer.errorCode, answer.errorMessage)
  return answer.nodeId
}

function readAssignment(protocolType: string, bytes: Buffer): Pick<GroupMember, 'assignment' | 'assignmentError'> {
  if (protocolType !== CONSUMER) return { assignment: [], assignmentError: null }
  try {
    return { assignment: decodeAssignment(bytes), assignmentError: null }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { assignment: [], assignmentError: `The assignment is not in the consumer protocol: ${error.message}` }
  }
}

function throwIfFailed(code: number, message: string | null): void {
  if (code !== 0) throw new KafkaError(errorOf(code), message ?? errorOf(code).sentence)
}
