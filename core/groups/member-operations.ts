// What members ask: each request goes to the operation of its group's kind, and groups change their kind here.
import type { RequestOf, ResponseOf } from '../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import type { Heartbeat } from '../protocol/messages/heartbeat.ts'
import type { LeaveGroup } from '../protocol/messages/leave-group.ts'
import type { ClassicGroup } from './classic/classic-group.ts'
import { heartbeat as heartbeatClassicGroup } from './classic/heartbeat.ts'
import { checkJoin, joinGroup as joinClassicGroup } from './classic/join-group.ts'
import type { JoinGroupRequest } from './classic/joining.ts'
import { leaveGroup as leaveClassicGroup, type LeavingMember, leftMember, type LeftMember } from './classic/leave-group.ts'
import type { JoinGroupResponse, SyncGroupResponse } from './classic/member.ts'
import { joinError, syncError } from './classic/responses.ts'
import { syncGroup as syncClassicGroup, type SyncGroupRequest } from './classic/sync-group.ts'
import { checkHeartbeat, type HeartbeatRequest } from './consumer/check-heartbeat.ts'
import { memberOf } from './consumer/check-member.ts'
import { heartbeatConsumerGroup } from './consumer/classic-members/classic-heartbeat.ts'
import { joinConsumerGroup } from './consumer/classic-members/classic-join.ts'
import { leaveConsumerGroup } from './consumer/classic-members/classic-leave.ts'
import { syncConsumerGroup } from './consumer/classic-members/classic-sync.ts'
import { ConsumerGroup } from './consumer/consumer-group.ts'
import { checkRoom, heartbeat, type HeartbeatResponse } from './consumer/consumer-group-heartbeat.ts'
import { LEAVE_EPOCH, STATIC_LEAVE_EPOCH } from './consumer/consumer-member.ts'
import { upgrade } from './consumer/conversion/upgrade.ts'
import { leaveForAWhile, removeMembers } from './consumer/remove-members.ts'
import { checkRegex } from './consumer/subscriptions.ts'
import type { Group } from './group.ts'
import { assignorNames } from './group-configs.ts'
import { isLegalGroupId } from './group-id.ts'
import type { GroupRequestContext } from './group-request-context.ts'
import type { Groups } from './groups.ts'

export class MemberOperations {
  readonly #groups: Groups

  constructor(groups: Groups) {
    this.#groups = groups
  }

  /** Throws KafkaError. */
  async consumerGroupHeartbeat(request: HeartbeatRequest, context: GroupRequestContext): Promise<HeartbeatResponse> {
    checkHeartbeat(request, context.apiVersion, assignorNames(this.#groups.configs))
    if (request.memberEpoch < 0) return this.#leaveConsumerGroup(request)
    const group = request.memberEpoch === 0 ? this.#consumerGroupFor(request) : this.#consumerGroup(request.groupId)
    return heartbeat(group, request, context, this.#groups)
  }

  async joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<JoinGroupResponse> {
    const { groupId, memberId } = request
    const errorCode = checkJoin(request, this.#groups.configs)
    if (errorCode !== ErrorCode.NONE) return joinError(errorCode, memberId)
    const group = memberId === '' ? this.#groups.getOrCreateFor(groupId) : this.#groups.get(groupId)
    if (group === undefined || (group.type === 'consumer' && group.members.size === 0)) return joinError(ErrorCode.UNKNOWN_MEMBER_ID, memberId)
    if (group.type === 'consumer') {
      return orElse(() => joinConsumerGroup(group, request, context, this.#groups), (code) => joinError(code, memberId))
    }
    return new Promise((reply) => {
      joinClassicGroup({ group, request, context, deps: this.#groups, reply })
      this.#groups.vacated(group)
    })
  }

  async syncGroup(request: SyncGroupRequest, context: GroupRequestContext): Promise<SyncGroupResponse> {
    const group = this.#membersGroup(request.groupId)
    if (typeof group === 'number') return syncError(group)
    if (group.type === 'consumer') return orElse(() => syncConsumerGroup(group, request, this.#groups), syncError)
    return new Promise((reply) => syncClassicGroup({ group, request, context, deps: this.#groups, reply }))
  }

  heartbeat(request: RequestOf<typeof Heartbeat>): ResponseOf<typeof Heartbeat> {
    const group = this.#membersGroup(request.groupId)
    if (typeof group === 'number') return { errorCode: group }
    if (group.type === 'classic') return { errorCode: heartbeatClassicGroup(group, request, this.#groups) }
    try {
      return { errorCode: heartbeatConsumerGroup(group, request, this.#groups) }
    } catch (error) {
      return { errorCode: codeOf(error) }
    }
  }

  /** The last member has left for good once the Empty generation is durable. */
  async leaveGroup(request: RequestOf<typeof LeaveGroup>, context: GroupRequestContext): Promise<ResponseOf<typeof LeaveGroup>> {
    const single: LeavingMember = { memberId: request.memberId, groupInstanceId: null, reason: null }
    const isSingle = context.apiVersion < 3
    const members = await this.#leave(request.groupId, isSingle ? [single] : request.members)
    if (typeof members === 'number') return { errorCode: members, members: [] }
    return isSingle ? { errorCode: members[0]!.errorCode } : { errorCode: ErrorCode.NONE, members }
  }

  async #leave(groupId: string, leaving: readonly LeavingMember[]): Promise<LeftMember[] | number> {
    const group = this.#membersGroup(groupId)
    if (group === ErrorCode.UNKNOWN_MEMBER_ID) return leaving.map((member) => leftMember(member, ErrorCode.UNKNOWN_MEMBER_ID))
    if (typeof group === 'number') return group
    if (group.type === 'classic') return this.#leaveClassicGroup(group, leaving)
    return (await leaveConsumerGroup(group, leaving, this.#groups)) ?? ErrorCode.COORDINATOR_NOT_AVAILABLE
  }

  async #leaveClassicGroup(group: ClassicGroup, leaving: readonly LeavingMember[]): Promise<LeftMember[] | number> {
    const { generationId } = group
    const left = leaveClassicGroup(group, leaving, this.#groups)
    this.#groups.vacated(group)
    const isNowEmpty = group.state === 'Empty' && group.generationId !== generationId
    return isNowEmpty && !(await group.stored) ? ErrorCode.COORDINATOR_NOT_AVAILABLE : left
  }

  async #leaveConsumerGroup({ groupId, memberId, instanceId, memberEpoch }: HeartbeatRequest): Promise<HeartbeatResponse> {
    const group = this.#consumerGroup(groupId)
    const member = memberOf(group, memberId, instanceId)
    const isForAWhile = memberEpoch === STATIC_LEAVE_EPOCH
    const durable = isForAWhile ? leaveForAWhile(group, member, this.#groups) : removeMembers(group, [member], 'it has left', this.#groups)
    if (!(await durable)) throw kafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${groupId}" could not be written.`)
    return { errorCode: ErrorCode.NONE, memberId, memberEpoch: isForAWhile ? STATIC_LEAVE_EPOCH : LEAVE_EPOCH, heartbeatIntervalMs: 0 }
  }

  /** The group that a member speaks to, or the error that says there is none. */
  #membersGroup(groupId: string): Group | number {
    if (!isLegalGroupId(groupId)) return ErrorCode.INVALID_GROUP_ID
    return this.#groups.get(groupId) ?? ErrorCode.UNKNOWN_MEMBER_ID
  }

  #consumerGroup(groupId: string): ConsumerGroup {
    const group = this.#groups.get(groupId)
    if (group?.type === 'consumer') return group
    throw kafkaError('GROUP_ID_NOT_FOUND', group === undefined ? `Group "${groupId}" does not exist.` : `Group "${groupId}" is not a consumer group.`)
  }

  /** What is new, or a classic group without members, becomes a consumer group with its first state; one with members is upgraded. */
  #consumerGroupFor({ groupId, subscribedTopicRegex }: HeartbeatRequest): ConsumerGroup {
    const group = this.#groups.get(groupId)
    if (group?.type === 'consumer') return group
    if (group === undefined || group.state === 'Empty') return new ConsumerGroup(groupId)
    // What the heartbeat would be refused for anyway must not convert the group first.
    checkRoom(group.members.size, false, this.#groups)
    if (subscribedTopicRegex !== null) checkRegex(subscribedTopicRegex)
    return upgrade(group, this.#groups)
  }
}

async function orElse<T>(ask: () => Promise<T>, refuse: (errorCode: number) => T): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    return refuse(codeOf(error))
  }
}

/** Of a Kafka error; what else was thrown is a bug and goes on. */
function codeOf(error: unknown): number {
  if (!(error instanceof KafkaError)) throw error
  return error.code
}
