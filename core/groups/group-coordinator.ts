// The group coordinator: everything that is asked of groups, and where it is answered.
import type { RequestOf, ResponseOf } from '../protocol/define-api.ts'
import type { DeleteGroups } from '../protocol/messages/delete-groups.ts'
import type { Heartbeat } from '../protocol/messages/heartbeat.ts'
import type { LeaveGroup } from '../protocol/messages/leave-group.ts'
import type { MetadataStore } from '../storage/storage.ts'
import type { Write } from '../storage/tables.ts'
import { deleteGroup } from './administration/delete-groups.ts'
import { describeGroups, type DescribeGroupsRequest, type DescribeGroupsResponse } from './administration/describe-groups.ts'
import { listGroups, type ListGroupsRequest, type ListGroupsResponse } from './administration/list-groups.ts'
import type { JoinGroupRequest } from './classic/joining.ts'
import type { JoinGroupResponse, SyncGroupResponse } from './classic/member.ts'
import type { SyncGroupRequest } from './classic/sync-group.ts'
import type { HeartbeatRequest } from './consumer/check-heartbeat.ts'
import { describeConsumerGroup, type DescribedConsumerGroup, notConsumerGroup } from './consumer/consumer-group-describe.ts'
import type { HeartbeatResponse } from './consumer/consumer-group-heartbeat.ts'
import { assignorNames } from './group-configs.ts'
import type { GroupRequestContext } from './group-request-context.ts'
import { Groups, type GroupsDeps } from './groups.ts'
import { MemberOperations } from './member-operations.ts'
import type { OffsetCommitRequest, OffsetCommitResponse } from './offsets/offset-commit.ts'
import type { OffsetDeleteRequest, OffsetDeleteResponse } from './offsets/offset-delete.ts'
import type { OffsetFetchRequest, OffsetFetchResponse } from './offsets/offset-fetch.ts'
import { OffsetOperations } from './offsets/offset-operations.ts'
import type { EndingOffsets, TxnOffsetCommitRequest, TxnOffsetCommitResponse } from './offsets/txn-offset-commit.ts'
import type { TopicLookup } from './topic-lookup.ts'

export type GroupCoordinatorDeps = Omit<GroupsDeps, 'topics'> & TopicLookup

export class GroupCoordinator {
  readonly #groups: Groups
  readonly #members: MemberOperations
  readonly #offsets: OffsetOperations

  private constructor(store: MetadataStore, deps: GroupCoordinatorDeps) {
    this.#groups = new Groups(store, { ...deps, topics: deps })
    this.#members = new MemberOperations(this.#groups)
    this.#offsets = new OffsetOperations(this.#groups)
  }

  /** Reads groups and offsets from the store. Rejects nothing: throws StorageError for records of another version. */
  static load(store: MetadataStore, deps: GroupCoordinatorDeps): GroupCoordinator {
    return new GroupCoordinator(store, deps)
  }

  // ---- members ----------------------------------------------------------------------------------------------------------------------

  /** Rejects with KafkaError. */
  consumerGroupHeartbeat(request: HeartbeatRequest, context: GroupRequestContext): Promise<HeartbeatResponse> {
    return this.#members.consumerGroupHeartbeat(request, context)
  }

  joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<JoinGroupResponse> {
    return this.#members.joinGroup(request, context)
  }

  syncGroup(request: SyncGroupRequest, context: GroupRequestContext): Promise<SyncGroupResponse> {
    return this.#members.syncGroup(request, context)
  }

  heartbeat(request: RequestOf<typeof Heartbeat>): ResponseOf<typeof Heartbeat> {
    return this.#members.heartbeat(request)
  }

  leaveGroup(request: RequestOf<typeof LeaveGroup>, context: GroupRequestContext): Promise<ResponseOf<typeof LeaveGroup>> {
    return this.#members.leaveGroup(request, context)
  }

  // ---- offsets ----------------------------------------------------------------------------------------------------------------------

  offsetCommit(request: OffsetCommitRequest, context: GroupRequestContext): Promise<OffsetCommitResponse> {
    return this.#offsets.commit(request, context)
  }

  offsetFetch(request: OffsetFetchRequest, context: GroupRequestContext): OffsetFetchResponse {
    return this.#offsets.fetch(request, context)
  }

  offsetDelete(request: OffsetDeleteRequest): Promise<OffsetDeleteResponse> {
    return this.#offsets.delete(request)
  }

  expireOffsets(): Promise<void> {
    return this.#offsets.expire()
  }

  txnOffsetCommit(request: TxnOffsetCommitRequest, apiVersion: number, unit: { readonly writes: Write[] }): TxnOffsetCommitResponse {
    return this.#offsets.commitTransactional(request, apiVersion, unit)
  }

  endPendingOffsets(producerId: number, isCommit: boolean): EndingOffsets {
    return this.#offsets.endPending(producerId, isCommit)
  }

  /** What dies with a topic: `writes` belong into the commit that deletes it, `apply` runs once that is durable. */
  topicDeletion(topic: { readonly name: string }): { writes: Write[]; apply(): void } {
    return this.#offsets.topicDeletion(topic)
  }

  // ---- administration ---------------------------------------------------------------------------------------------------------------

  describeGroups(request: DescribeGroupsRequest, context: GroupRequestContext): DescribeGroupsResponse {
    return describeGroups(request, context.apiVersion, (groupId) => this.#groups.get(groupId))
  }

  /** What is not durable yet is not told. */
  async describeConsumerGroup(groupId: string): Promise<DescribedConsumerGroup> {
    const asked = this.#groups.get(groupId)
    if (asked?.type === 'consumer') await asked.stored
    const group = this.#groups.get(groupId)
    if (group === undefined) return notConsumerGroup(groupId, `Group "${groupId}" does not exist.`)
    if (group.type !== 'consumer') return notConsumerGroup(groupId, `Group "${groupId}" is not a consumer group.`)
    return describeConsumerGroup(group, assignorNames(this.#groups.configs)[0]!, this.#groups.topics)
  }

  listGroups(request: ListGroupsRequest): ListGroupsResponse {
    return listGroups(request, this.#groups.all())
  }

  async deleteGroups({ groupsNames }: RequestOf<typeof DeleteGroups>): Promise<ResponseOf<typeof DeleteGroups>> {
    const groupIds = [...new Set(groupsNames)]
    return { results: await Promise.all(groupIds.map((groupId) => deleteGroup(groupId, this.#groups))) }
  }

  // ---- life -------------------------------------------------------------------------------------------------------------------------

  /** A topic has come, gone or grown: consumer groups that it may concern look again with their next heartbeat. */
  topicChanged(name: string): void {
    for (const group of this.#groups.all()) {
      if (group.type === 'consumer' && (group.hasRegex || group.isSubscribedTo(name))) group.needsRefresh = true
    }
  }

  /** Nobody is left to answer on this connection; its members stay until their timers say otherwise. */
  connectionClosed(connectionId: number): void {
    for (const group of this.#groups.all()) {
      if (group.type !== 'classic') continue
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
