// One member of a classic consumer group, as it speaks to the coordinator: joins, gets its partitions, stays alive, commits, leaves.
import { committedOffsets } from '../client/admin/committed-offsets.ts'
import { decodeAssignment } from '../client/admin/consumer-assignment.ts'
import { findCoordinator } from '../client/admin/find-coordinators.ts'
import { placeKey } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { RequestLane } from '../client/request-lane.ts'
import { ErrorCode, errorOf, KafkaError } from '../protocol/error-codes.ts'
import { Heartbeat } from '../protocol/messages/heartbeat.ts'
import { JoinGroup } from '../protocol/messages/join-group.ts'
import { LeaveGroup } from '../protocol/messages/leave-group.ts'
import { OffsetCommit } from '../protocol/messages/offset-commit.ts'
import { SyncGroup } from '../protocol/messages/sync-group.ts'
import { decodeSubscription, divide, encodeAssignment, encodeSubscription, type Place } from './consumer-protocol.ts'

export interface GroupMemberOptions {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
}

/** The coordinator wants the member to join again. */
export class Rebalancing extends Error {
  override readonly name = 'Rebalancing'
}

const PROTOCOL_TYPE = 'consumer'
const PROTOCOL = 'roundrobin'
const LAST_COMMIT_BY_NAME = 9
const REJOIN: ReadonlySet<number> = new Set([ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID])

export class GroupMember {
  readonly #cluster: ClusterConnection
  readonly #lane: RequestLane
  readonly #options: GroupMemberOptions
  #coordinator = -1
  #generationId = -1
  memberId = ''

  constructor(cluster: ClusterConnection, options: GroupMemberOptions) {
    this.#cluster = cluster
    this.#lane = cluster.openLane()
    this.#options = options
  }

  /** Resolves, once everybody is there, with what this member is to read. */
  async join(): Promise<Place[]> {
    const { groupId, topics, sessionTimeoutMs, rebalanceTimeoutMs } = this.#options
    return this.#cluster.retrying(async () => {
      this.#coordinator = await findCoordinator(this.#cluster, groupId)
      const protocols = [{ name: PROTOCOL, metadata: encodeSubscription(topics) }]
      const request = { groupId, sessionTimeoutMs, rebalanceTimeoutMs, protocolType: PROTOCOL_TYPE, protocols }
      let joined = await this.#ask(JoinGroup, { ...request, memberId: this.memberId })
      // Known from here on, so that who is stopped while it waits for the others can leave.
      this.memberId = joined.memberId
      if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED) joined = await this.#ask(JoinGroup, { ...request, memberId: joined.memberId })
      this.#check(joined.errorCode)
      this.memberId = joined.memberId
      this.#generationId = joined.generationId
      const assignments = joined.leader === joined.memberId ? await this.#assignments(joined.members) : []
      const synced = await this.#ask(SyncGroup, { groupId, generationId: joined.generationId, memberId: this.memberId, protocolType: PROTOCOL_TYPE, protocolName: PROTOCOL, assignments })
      this.#check(synced.errorCode)
      return decodeAssignment(synced.assignment).flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
    })
  }

  /** Throws Rebalancing where the member must join again. */
  async heartbeat(): Promise<void> {
    const { errorCode } = await this.#ask(Heartbeat, { groupId: this.#options.groupId, generationId: this.#generationId, memberId: this.memberId })
    this.#check(errorCode)
  }

  /** By place; what was never committed is not there. */
  async committed(): Promise<Map<string, number>> {
    const offsets = await committedOffsets(this.#cluster, this.#options.groupId)
    return new Map(offsets.flatMap((commit) => (commit.offset === null ? [] : [[placeKey(commit), commit.offset] as const])))
  }

  async commit({ topic, partition }: Place, offset: number): Promise<void> {
    const topics = [{ name: topic, partitions: [{ partitionIndex: partition, committedOffset: offset, committedMetadata: '' }] }]
    const body = { groupId: this.#options.groupId, generationIdOrMemberEpoch: this.#generationId, memberId: this.memberId, topics }
    const answer = await this.#cluster.request(this.#coordinator, OffsetCommit, body, { lane: this.#lane, maxVersion: LAST_COMMIT_BY_NAME })
    this.#check(answer.topics[0]?.partitions[0]?.errorCode ?? 0)
  }

  async leave(): Promise<void> {
    const { memberId } = this
    if (memberId === '') return
    // On another connection: its own may be waiting for the group.
    await this.#cluster.request(this.#coordinator, LeaveGroup, { groupId: this.#options.groupId, memberId, members: [{ memberId, reason: 'the simulation was stopped' }] })
  }

  /** Says nothing to anybody: the group finds out by itself. */
  async vanish(): Promise<void> {
    await this.#cluster.closeLane(this.#lane)
  }

  async #assignments(members: readonly { memberId: string; metadata: Buffer }[]): Promise<{ memberId: string; assignment: Buffer }[]> {
    const wanted = new Map(members.map(({ memberId, metadata }) => [memberId, decodeSubscription(metadata)]))
    const { topics } = await this.#cluster.metadata([...new Set([...wanted.values()].flat())])
    const places = topics.flatMap(({ name, partitions }) => partitions.map(({ partition }) => ({ topic: name, partition })))
    return [...divide(places, wanted)].map(([memberId, share]) => ({ memberId, assignment: encodeAssignment(share) }))
  }

  readonly #ask: <ReqIn, ResOut>(api: Parameters<typeof ask<ReqIn, ResOut>>[3], body: NoInfer<ReqIn>) => Promise<ResOut> = (api, body) => ask(this.#cluster, this.#coordinator, this.#lane, api, body)

  #check(errorCode: number): void {
    if (errorCode === ErrorCode.NONE) return
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.memberId = ''
    if (REJOIN.has(errorCode)) throw new Rebalancing(errorOf(errorCode).sentence)
    throw new KafkaError(errorOf(errorCode), `Group "${this.#options.groupId}": ${errorOf(errorCode).sentence}`)
  }
}

function ask<ReqIn, ResOut>(cluster: ClusterConnection, coordinator: number, lane: RequestLane, api: Parameters<typeof cluster.request<ReqIn, ResOut>>[1], body: NoInfer<ReqIn>): Promise<ResOut> {
  return cluster.request(coordinator, api, body, { lane })
}
