// The group coordinator: finds the group of a request, lets one operation decide, and answers when what must survive is durable.
import type { RequestOf, ResponseOf } from '../protocol/define-api.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DeleteGroups } from '../protocol/messages/delete-groups.ts'
import type { Heartbeat } from '../protocol/messages/heartbeat.ts'
import type { LeaveGroup } from '../protocol/messages/leave-group.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { groupOffsetsTable, type Write } from '../storage/tables.ts'
import type { ClassicGroup } from './classic/classic-group.ts'
import { deleteGroup } from './classic/delete-groups.ts'
import { describeGroups, type DescribeGroupsRequest, type DescribeGroupsResponse } from './classic/describe-groups.ts'
import { heartbeat } from './classic/heartbeat.ts'
import { checkJoin, joinGroup } from './classic/join-group.ts'
import type { JoinGroupRequest } from './classic/joining.ts'
import { leaveGroup, type LeavingMember, leftMember, type LeftMember } from './classic/leave-group.ts'
import { listGroups, type ListGroupsRequest, type ListGroupsResponse } from './classic/list-groups.ts'
import type { JoinGroupResponse, SyncGroupResponse } from './classic/member.ts'
import { joinError, syncError } from './classic/responses.ts'
import { scheduleSession } from './classic/session.ts'
import { syncGroup, type SyncGroupRequest } from './classic/sync-group.ts'
import { isLegalGroupId } from './group-id.ts'
import type { GroupRequestContext } from './group-request-context.ts'
import { Groups, type GroupsDeps } from './groups.ts'
import {
  type AcceptedOffset,
  checkCommitter,
  decideOffsetCommit,
  failOffsetCommit,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetCommitRules,
  refuseOffsetCommit,
} from './offsets/offset-commit.ts'
import { fetchOffsets, type OffsetFetchRequest, type OffsetFetchResponse } from './offsets/offset-fetch.ts'
import {
  decideTxnOffsetCommit,
  type EndingOffsets,
  endPendingOffsets,
  OFFSET_COMMIT_VERSION,
  refuseTxnOffsetCommit,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
} from './offsets/txn-offset-commit.ts'
import type { TopicLookup } from './topic-lookup.ts'

export type GroupCoordinatorDeps = GroupsDeps & TopicLookup

export class GroupCoordinator {
  readonly #groups: Groups
  readonly #topics: TopicLookup

  private constructor(store: MetadataStore, deps: GroupCoordinatorDeps) {
    this.#groups = new Groups(store, deps)
    this.#topics = deps
  }

  /** Reads groups and offsets from the store. Rejects nothing: throws StorageError for records of another version. */
  static load(store: MetadataStore, deps: GroupCoordinatorDeps): GroupCoordinator {
    return new GroupCoordinator(store, deps)
  }

  // ---- members ----------------------------------------------------------------------------------------------------------------------

  async joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<JoinGroupResponse> {
    const { groupId, memberId } = request
    const errorCode = checkJoin(request, this.#groups.configs)
    if (errorCode !== ErrorCode.NONE) return joinError(errorCode, memberId)
    const group = memberId === '' ? this.#groups.getOrCreate(groupId) : this.#groups.get(groupId)
    if (group === undefined) return joinError(ErrorCode.UNKNOWN_MEMBER_ID, memberId)
    return new Promise((reply) => {
      joinGroup({ group, request, context, deps: this.#groups, reply })
      this.#groups.vacated(group)
    })
  }

  async syncGroup(request: SyncGroupRequest, context: GroupRequestContext): Promise<SyncGroupResponse> {
    const group = this.#membersGroup(request.groupId)
    if (typeof group === 'number') return syncError(group)
    return new Promise((reply) => syncGroup({ group, request, context, deps: this.#groups, reply }))
  }

  heartbeat(request: RequestOf<typeof Heartbeat>): ResponseOf<typeof Heartbeat> {
    const group = this.#membersGroup(request.groupId)
    return { errorCode: typeof group === 'number' ? group : heartbeat(group, request, this.#groups) }
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
    const { generationId } = group
    const left = leaveGroup(group, leaving, this.#groups)
    this.#groups.vacated(group)
    const isNowEmpty = group.state === 'Empty' && group.generationId !== generationId
    return isNowEmpty && !(await group.stored) ? ErrorCode.COORDINATOR_NOT_AVAILABLE : left
  }

  /** The group that a member speaks to, or the error that says there is none. */
  #membersGroup(groupId: string): ClassicGroup | number {
    if (!isLegalGroupId(groupId)) return ErrorCode.INVALID_GROUP_ID
    return this.#groups.get(groupId) ?? ErrorCode.UNKNOWN_MEMBER_ID
  }

  // ---- offsets ----------------------------------------------------------------------------------------------------------------------

  async offsetCommit(request: OffsetCommitRequest, context: GroupRequestContext): Promise<OffsetCommitResponse> {
    const group = this.#groups.get(request.groupId)
    const errorCode = checkCommitter(group, request, context.apiVersion)
    if (errorCode !== ErrorCode.NONE) return refuseOffsetCommit(request, errorCode)
    const committer = group?.members.get(request.memberId)
    if (group && committer) scheduleSession(group, committer, this.#groups)
    const { accepted, response } = decideOffsetCommit(request, context.apiVersion, this.#offsetRules)
    if (accepted.length === 0 || (await this.#storeOffsets(request.groupId, accepted))) return response
    // What Kafka makes of a failed write here: clients look for the coordinator again and retry.
    return failOffsetCommit(response, ErrorCode.NOT_COORDINATOR)
  }

  get #offsetRules(): OffsetCommitRules {
    const { configs, clock } = this.#groups
    return { topics: this.#topics, metadataMaxBytes: configs.getInt('offset.metadata.max.bytes'), nowMs: clock.now() }
  }

  async #storeOffsets(groupId: string, accepted: readonly AcceptedOffset[]): Promise<boolean> {
    const { offsets } = this.#groups
    this.#groups.getOrCreate(groupId)
    for (const { key } of accepted) offsets.begin(key)
    const isDurable = await this.#groups.commit(accepted.map(({ key, record }) => groupOffsetsTable.put(key, record)))
    for (const { key, record } of accepted) offsets.end(key, isDurable ? record : undefined)
    const group = this.#groups.get(groupId)
    if (group) this.#groups.vacated(group)
    return isDurable
  }

  offsetFetch(request: OffsetFetchRequest, context: GroupRequestContext): OffsetFetchResponse {
    return fetchOffsets(request, context.apiVersion, { offsets: this.#groups.offsets, pending: this.#groups.pending, topics: this.#topics })
  }

  /**
   * Offsets that count once the transaction of `producerId` commits. What is accepted is pending at once, and joins `unit`; a refusal changes nothing.
   * The answer may go out when the unit is durable.
   */
  txnOffsetCommit(request: TxnOffsetCommitRequest, unit: { readonly writes: Write[] }): TxnOffsetCommitResponse {
    const { groupId, producerId } = request
    if (groupId === '') return refuseTxnOffsetCommit(request, ErrorCode.INVALID_GROUP_ID)
    const errorCode = checkCommitter(this.#groups.get(groupId), request, OFFSET_COMMIT_VERSION, true)
    if (errorCode !== ErrorCode.NONE) return refuseTxnOffsetCommit(request, errorCode)
    const { accepted, response } = decideTxnOffsetCommit(request, this.#offsetRules)
    if (accepted.length > 0) this.#groups.getOrCreate(groupId)
    for (const { key, record } of accepted) unit.writes.push(this.#groups.pending.put({ ...key, producerId }, record))
    return response
  }

  /** The producer's pending offsets count (commit) or are dropped (abort) with the unit that its transaction ends with. */
  endPendingOffsets(producerId: number, isCommit: boolean): EndingOffsets {
    const { pending, offsets } = this.#groups
    const own = pending.of(producerId)
    const ending = endPendingOffsets(own, isCommit, { pending, offsets, topics: this.#topics })
    return {
      writes: ending.writes,
      ended: (isDurable) => {
        ending.ended(isDurable)
        for (const groupId of new Set(own.map(({ key }) => key.groupId))) {
          const group = this.#groups.get(groupId)
          if (group) this.#groups.vacated(group)
        }
      },
    }
  }

  /** What dies with a topic: `writes` belong into the commit that deletes it, `apply` runs once that is durable. */
  topicDeletion({ name }: { readonly name: string }): { writes: Write[]; apply(): void } {
    const { offsets, pending } = this.#groups
    return {
      writes: [...offsets.removalOfTopic(name), ...pending.remove((key) => key.topic === name)],
      apply: () => {
        offsets.clearTopic(name)
        for (const group of [...this.#groups.all()]) this.#groups.vacated(group)
      },
    }
  }

  // ---- administration ---------------------------------------------------------------------------------------------------------------

  describeGroups(request: DescribeGroupsRequest, context: GroupRequestContext): DescribeGroupsResponse {
    return describeGroups(request, context.apiVersion, (groupId) => this.#groups.get(groupId))
  }

  listGroups(request: ListGroupsRequest): ListGroupsResponse {
    return listGroups(request, this.#groups.all())
  }

  async deleteGroups({ groupsNames }: RequestOf<typeof DeleteGroups>): Promise<ResponseOf<typeof DeleteGroups>> {
    const groupIds = [...new Set(groupsNames)]
    return { results: await Promise.all(groupIds.map((groupId) => deleteGroup(groupId, this.#groups))) }
  }

  // ---- life -------------------------------------------------------------------------------------------------------------------------

  /** Nobody is left to answer on this connection; its members stay until their timers say otherwise. */
  connectionClosed(connectionId: number): void {
    for (const group of this.#groups.all()) {
      for (const { join, sync } of group.members.values()) {
        join.connectionClosed(connectionId)
        sync.connectionClosed(connectionId)
      }
    }
  }

  /** After a failed commit only the disk is right. */
  reload(): void {
    this.#groups.reload()
  }

  close(): void {
    this.#groups.close()
  }
}
