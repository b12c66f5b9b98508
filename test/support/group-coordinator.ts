// A group coordinator on fake time, and members that speak to it as clients do.
import { silentLogger } from '../../core/base/logger.ts'
import { seededRandom } from '../../core/base/random.ts'
import { GroupCoordinator } from '../../core/groups/group-coordinator.ts'
import type { GroupRequestContext } from '../../core/groups/group-request-context.ts'
import type { JoinGroupResponse, SyncGroupResponse } from '../../core/groups/classic/member.ts'
import { BrokerConfigs } from '../../core/metadata/broker-configs.ts'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import type { MetadataStore } from '../../core/storage/storage.ts'
import { FakeTime } from './fake-time.ts'
import { MemoryStore } from './memory-store.ts'

export const GROUP = 'billing'

/** A promise that can be asked whether it has an answer yet. */
export interface Tracked<T> {
  readonly promise: Promise<T>
  readonly answer: T | undefined
}

export function track<T>(promise: Promise<T>): Tracked<T> {
  const tracked: { promise: Promise<T>; answer: T | undefined } = { promise, answer: undefined }
  void promise.then((answer) => (tracked.answer = answer))
  return tracked
}

export interface TestTopic {
  topicId: string
  partitionCount: number
}

export interface CoordinatorOptions {
  readonly settings?: Record<string, string>
  readonly store?: MetadataStore
  readonly time?: FakeTime
}

export class TestGroups {
  readonly time: FakeTime
  readonly memory = new MemoryStore()
  readonly topics = new Map<string, TestTopic>([['orders', { topicId: 'orders-id-000000000000', partitionCount: 4 }]])
  readonly #store: MetadataStore
  readonly #settings: Record<string, string>
  readonly #random = seededRandom(3)
  coordinator: GroupCoordinator

  constructor({ settings = {}, store, time = new FakeTime() }: CoordinatorOptions = {}) {
    this.time = time
    this.#store = store ?? this.memory
    this.#settings = settings
    this.coordinator = this.load()
  }

  /** What a restart would find. */
  load(store = this.#store, settings = this.#settings): GroupCoordinator {
    const configs = BrokerConfigs.from(settings)
    return GroupCoordinator.load(store, {
      clock: this.time,
      timers: this.time,
      random: this.#random,
      logger: silentLogger,
      configs,
      topicIdOf: (name) => this.topics.get(name)?.topicId,
      topicNameOf: (topicId) => [...this.topics].find(([, topic]) => topic.topicId === topicId)?.[0],
      partitionCountOf: (name) => this.topics.get(name)?.partitionCount,
      topicNames: () => this.topics.keys(),
      groupConfigs: { getInt: (_groupId, name) => configs.getInt(`group.${name}`) },
    })
  }

  /** A broker that died and came back on the same disk. */
  restart(store = this.#store, settings = this.#settings): void {
    this.coordinator.close()
    this.coordinator = this.load(store, settings)
  }

  member(name: string, options: Partial<MemberOptions> = {}): TestMember {
    return new TestMember(this, name, options)
  }

  /** A Stable group of these members, the first of them its leader. */
  async stable(...members: TestMember[]): Promise<void> {
    await this.joinAll(...members)
    await this.syncAll(...members)
  }

  async joinAll(...members: TestMember[]): Promise<void> {
    for (const member of members) await member.obtainId()
    const joins = members.map((member) => member.join())
    await this.time.advance(0)
    for (const { answer } of joins) if (answer?.errorCode !== 0) throw new Error(`a member did not join: ${JSON.stringify(answer)}`)
  }

  async syncAll(...members: TestMember[]): Promise<void> {
    const syncs = members.map((member) => member.sync(members))
    await this.time.advance(0)
    for (const { answer } of syncs) if (answer?.errorCode !== 0) throw new Error(`a member did not sync: ${JSON.stringify(answer)}`)
  }

  describe(version = 6, groupId = GROUP) {
    return this.coordinator.describeGroups({ groups: [groupId], includeAuthorizedOperations: false }, context(version)).groups[0]!
  }

  get state(): string {
    return this.describe().groupState
  }

  commit(partitions: CommitSpec[], options: CommitOptions = {}) {
    const { version = 9, topic = 'orders', topicId = '', member, groupId = GROUP, generationId, memberId, groupInstanceId = null } = options
    const request = {
      groupId,
      generationIdOrMemberEpoch: generationId ?? member?.generationId ?? -1,
      memberId: memberId ?? member?.memberId ?? '',
      groupInstanceId: member?.groupInstanceId ?? groupInstanceId,
      retentionTimeMs: -1,
      topics: [
        {
          name: topic,
          topicId,
          partitions: partitions.map(({ partition = 0, offset, leaderEpoch = -1, metadata = '' }) => ({
            partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch, committedMetadata: metadata,
          })),
        },
      ],
    }
    return this.coordinator.offsetCommit(request, context(version))
  }

  /** The error code of committing offset 1 of orders-0. */
  async commitCode(options: CommitOptions = {}): Promise<number> {
    return (await this.commit([{ offset: 1 }], options)).topics[0]!.partitions[0]!.errorCode
  }

  fetchAll(groupId = GROUP) {
    const request = { groupId: '', topics: [], groups: [{ groupId, memberId: null, memberEpoch: -1, topics: null }], requireStable: false }
    return this.coordinator.offsetFetch(request, context(9)).groups![0]!
  }

  fetch(topic = 'orders', partition = 0, groupId = GROUP) {
    const asked = [{ name: topic, topicId: '', partitionIndexes: [partition] }]
    const request = { groupId: '', topics: [], groups: [{ groupId, memberId: null, memberEpoch: -1, topics: asked }], requireStable: false }
    return this.coordinator.offsetFetch(request, context(9)).groups![0]!.topics[0]!.partitions[0]!
  }
}

export interface CommitSpec {
  offset: number
  partition?: number
  leaderEpoch?: number
  metadata?: string | null
}

export interface CommitOptions {
  version?: number
  topic?: string
  topicId?: string
  member?: TestMember
  groupId?: string
  generationId?: number
  memberId?: string
  groupInstanceId?: string | null
}

export interface MemberOptions {
  groupInstanceId: string | null
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  protocolType: string
  /** Name to metadata, in order of preference. */
  protocols: Record<string, string>
  version: number
  connectionId: number
  groupId: string
}

export class TestMember {
  readonly name: string
  readonly groupInstanceId: string | null
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  protocolType: string
  protocols: Record<string, string>
  version: number
  connectionId: number
  groupId: string
  memberId = ''
  generationId = -1
  joined: JoinGroupResponse | undefined
  readonly #groups: TestGroups

  constructor(groups: TestGroups, name: string, options: Partial<MemberOptions>) {
    this.#groups = groups
    this.name = name
    this.groupInstanceId = options.groupInstanceId ?? null
    this.sessionTimeoutMs = options.sessionTimeoutMs ?? 10_000
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs ?? 60_000
    this.protocolType = options.protocolType ?? 'consumer'
    this.protocols = options.protocols ?? { range: name }
    this.version = options.version ?? 9
    this.connectionId = options.connectionId ?? 1
    this.groupId = options.groupId ?? GROUP
  }

  /** One JoinGroup, whatever the answer; it may be parked. */
  join(changes: { memberId?: string } = {}): Tracked<JoinGroupResponse> {
    const request = {
      groupId: this.groupId,
      sessionTimeoutMs: this.sessionTimeoutMs,
      rebalanceTimeoutMs: this.version === 0 ? -1 : this.rebalanceTimeoutMs,
      memberId: changes.memberId ?? this.memberId,
      groupInstanceId: this.groupInstanceId,
      protocolType: this.protocolType,
      protocols: Object.entries(this.protocols).map(([name, metadata]) => ({ name, metadata: Buffer.from(metadata) })),
      reason: null,
    }
    const promise = this.#groups.coordinator.joinGroup(request, context(this.version, this)).then((response) => {
      this.joined = response
      if (response.errorCode === ErrorCode.NONE || response.errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.memberId = response.memberId
      if (response.errorCode === ErrorCode.NONE) this.generationId = response.generationId ?? -1
      return response
    })
    return track(promise)
  }

  /** The first half of joining since version 4: a dynamic member without an id is given one. */
  async obtainId(): Promise<void> {
    if (this.memberId === '' && this.groupInstanceId === null && this.version >= 4) await this.join().promise
  }

  get isLeader(): boolean {
    return this.joined?.leader === this.memberId
  }

  /** The leader assigns to each of `members` its name. */
  sync(members: readonly TestMember[] = [], changes: Partial<SyncChanges> = {}): Tracked<SyncGroupResponse> {
    const assignments = members.map(({ memberId, name }) => ({ memberId, assignment: Buffer.from(`to ${name}`) }))
    const request = {
      groupId: this.groupId,
      generationId: this.generationId,
      memberId: this.memberId,
      groupInstanceId: this.groupInstanceId,
      protocolType: null,
      protocolName: null,
      assignments: this.isLeader ? assignments : [],
      ...changes,
    }
    return track(this.#groups.coordinator.syncGroup(request, context(5, this)))
  }

  heartbeat(generationId = this.generationId): number {
    const { groupId, memberId, groupInstanceId } = this
    return this.#groups.coordinator.heartbeat({ groupId, generationId, memberId, groupInstanceId }).errorCode
  }

  async leave(version = 5): Promise<number> {
    const { groupId, memberId, groupInstanceId } = this
    const request = { groupId, memberId, members: [{ memberId, groupInstanceId, reason: null }] }
    const response = await this.#groups.coordinator.leaveGroup(request, context(version, this))
    return response.members?.[0]?.errorCode ?? response.errorCode
  }
}

interface SyncChanges {
  generationId: number
  memberId: string
  groupInstanceId: string | null
  protocolType: string | null
  protocolName: string | null
}

export function context(apiVersion: number, member?: TestMember): GroupRequestContext {
  return { apiVersion, clientId: member?.name ?? 'admin', clientHost: '/127.0.0.1', connectionId: member?.connectionId ?? 0, mayDescribeTopic: () => true }
}
