// Groups of a cluster: every broker's list, and the state and members of those that are asked for.
import type { DecodedResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, errorOf, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { ConsumerGroupDescribe } from '../../protocol/messages/consumer-group-describe.ts'
import { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import { ListGroups } from '../../protocol/messages/list-groups.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { type AssignedTopic, decodeAssignment } from './consumer-assignment.ts'
import { findCoordinator } from './find-coordinators.ts'

const CONSUMER = 'consumer'

export interface ListedGroup {
  readonly groupId: string
  /** '' from brokers older than 2.6. */
  readonly state: string
  readonly protocolType: string
  /** '' from brokers older than 3.8. */
  readonly type: string
}

export interface GroupMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly assignment: AssignedTopic[]
  /** Why the assignment could not be read; null when it could. */
  readonly assignmentError: string | null
  /** What it is to have; null in a classic group, which does not tell. */
  readonly target: AssignedTopic[] | null
  /** null in a classic group. */
  readonly epoch: number | null
  /** It is in a consumer group and speaks the classic protocol. */
  readonly isClassic: boolean
}

export interface DescribedGroup extends ListedGroup {
  readonly coordinator: number
  readonly protocol: string
  /** null in a classic group. */
  readonly epochs: { readonly group: number; readonly assignment: number } | null
  readonly members: GroupMember[]
}

/** By id. A broker that cannot be asked makes the list fail: half a list would look like a whole one. */
export async function listGroups(cluster: ClusterConnection): Promise<ListedGroup[]> {
  const brokers = await cluster.brokers()
  const lists = await Promise.all(
    brokers.map(async ({ nodeId }) =>
      cluster.retrying(async () => {
        const { errorCode, groups } = await cluster.request(nodeId, ListGroups, {})
        if (errorCode !== 0) throw failure(errorCode, null)
        return groups
      }),
    ),
  )
  return lists
    .flat()
    .map(({ groupId, groupState, protocolType, groupType }) => ({ groupId, state: groupState, protocolType, type: groupType.toLowerCase() }))
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
}

/** Rejects KafkaError GROUP_ID_NOT_FOUND where there is none. */
export async function describeGroup(cluster: ClusterConnection, groupId: string): Promise<DescribedGroup> {
  return cluster.retrying(async () => {
    const described = (await describeGroups(cluster, await findCoordinator(cluster, groupId), [groupId])).get(groupId)!
    if (described instanceof Error) throw described
    return described
  })
}

/** Groups with the same coordinator; an error in the place of one that it does not describe. */
export async function describeGroups(cluster: ClusterConnection, coordinator: number, groupIds: readonly string[]): Promise<Map<string, DescribedGroup | Error>> {
  const { groups } = await cluster.request(coordinator, DescribeGroups, { groups: [...groupIds] })
  const answered = new Map(groups.map((group) => [group.groupId, group]))
  const described = new Map(groupIds.map((groupId) => [groupId, classicOrError(answered.get(groupId), groupId, coordinator)]))
  // Kafka describes a group that does not exist, or not as a classic one, as dead (before version 6 of the API without an error).
  const dead = groups.filter(({ groupState }) => groupState === 'Dead').map(({ groupId }) => groupId)
  for (const [groupId, other] of await describeConsumerGroups(cluster, coordinator, dead)) described.set(groupId, other)
  return described
}

type ClassicGroup = DecodedResponseOf<typeof DescribeGroups>['groups'][number]

function classicOrError(group: ClassicGroup | undefined, groupId: string, coordinator: number): DescribedGroup | Error {
  if (!group) return kafkaError('UNKNOWN_SERVER_ERROR', `The broker answered DescribeGroups for "${groupId}" with nothing.`)
  if (group.groupState === 'Dead') return kafkaError('GROUP_ID_NOT_FOUND', group.errorMessage ?? `There is no group "${groupId}".`)
  if (group.errorCode !== 0) return failure(group.errorCode, group.errorMessage)
  const { groupState: state, protocolType, protocolData: protocol } = group
  const members = group.members.map(({ memberId, groupInstanceId, clientId, clientHost, memberAssignment }) => ({
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    ...readAssignment(protocolType, memberAssignment),
    target: null,
    epoch: null,
    isClassic: false,
  }))
  return { groupId, type: 'classic', coordinator, state, protocolType, protocol, epochs: null, members }
}

/** Those of the new consumer protocol (KIP-848); the others are left out, as are all where the cluster knows no such groups. */
async function describeConsumerGroups(cluster: ClusterConnection, coordinator: number, groupIds: readonly string[]): Promise<Map<string, DescribedGroup | Error>> {
  if (groupIds.length === 0) return new Map()
  try {
    const { groups } = await cluster.request(coordinator, ConsumerGroupDescribe, { groupIds: [...groupIds], includeAuthorizedOperations: false })
    const found = groups.filter(({ errorCode }) => errorCode !== ErrorCode.GROUP_ID_NOT_FOUND)
    return new Map(found.map((group) => [group.groupId, consumerGroupOrError(group, coordinator)]))
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'UNSUPPORTED_VERSION') return new Map()
    throw error
  }
}

type ConsumerGroup = DecodedResponseOf<typeof ConsumerGroupDescribe>['groups'][number]

function consumerGroupOrError(group: ConsumerGroup, coordinator: number): DescribedGroup | Error {
  if (group.errorCode !== 0) return failure(group.errorCode, group.errorMessage)
  const { groupId, groupState: state, assignorName: protocol, groupEpoch, assignmentEpoch, members } = group
  const epochs = { group: groupEpoch, assignment: assignmentEpoch }
  return { groupId, type: CONSUMER, coordinator, state, protocolType: CONSUMER, protocol, epochs, members: members.map(consumerMember) }
}

type ConsumerMember = ConsumerGroup['members'][number]

/** What memberType tells; version 0 of the API does not (-1). */
const CLASSIC_MEMBER = 0

function consumerMember({ memberId, instanceId: groupInstanceId, clientId, clientHost, memberEpoch: epoch, memberType, ...has }: ConsumerMember): GroupMember {
  const [assignment, target] = [assignedTopics(has.assignment), assignedTopics(has.targetAssignment)]
  return { memberId, groupInstanceId, clientId, clientHost, assignment, assignmentError: null, target, epoch, isClassic: memberType === CLASSIC_MEMBER }
}

function assignedTopics({ topicPartitions }: ConsumerMember['assignment']): AssignedTopic[] {
  return topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions }))
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

function failure(code: number, message: string | null): KafkaError {
  return new KafkaError(errorOf(code), message ?? errorOf(code).sentence)
}
