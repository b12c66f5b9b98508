// All groups and their offsets in memory, and their way to disk and back.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { groupsTable, type Write } from '../storage/tables.ts'
import { ClassicGroup } from './classic/classic-group.ts'
import type { ClassicGroupDeps } from './classic/classic-group-deps.ts'
import type { Member } from './classic/member.ts'
import { prepareRebalance } from './classic/rebalance.ts'
import { scheduleSession } from './classic/session.ts'
import { expireSession } from './classic/session-expiry.ts'
import type { ConsumerGroup } from './consumer/consumer-group.ts'
import type { ConsumerGroupDeps } from './consumer/consumer-group-deps.ts'
import { writesBetween } from './consumer/consumer-group-record.ts'
import type { ConsumerGroupState } from './consumer/consumer-group-state.ts'
import { resumeMembers } from './consumer/member-deadlines.ts'
import { removeMembers } from './consumer/remove-members.ts'
import type { Group } from './group.ts'
import type { ConsumerGroupConfigs, GroupConfigs } from './group-configs.ts'
import { recordOf } from './group-record.ts'
import { GroupOffsets } from './offsets/group-offsets.ts'
import { PendingOffsets } from './offsets/pending-offsets.ts'
import { replay } from './replay.ts'
import type { TopicLookup } from './topic-lookup.ts'

export interface GroupsDeps {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly configs: GroupConfigs
  readonly groupConfigs: ConsumerGroupConfigs
  readonly topics: TopicLookup
  readonly logger: Logger
}

const INERT_TIMERS: Timers = { after: () => () => {}, every: () => () => {} }

export class Groups implements ClassicGroupDeps, ConsumerGroupDeps {
  readonly clock: Clock
  readonly random: Random
  readonly configs: GroupConfigs
  readonly groupConfigs: ConsumerGroupConfigs
  readonly topics: TopicLookup
  readonly logger: Logger
  readonly offsets = new GroupOffsets()
  readonly pending = new PendingOffsets()
  readonly #store: MetadataStore
  #timers: Timers
  #byId: Map<string, Group>
  /** Counts reloads, so that of several commits that fail together only the first causes one. */
  #reloads = 0
  #isClosed = false

  constructor(store: MetadataStore, deps: GroupsDeps) {
    this.#store = store
    this.#timers = deps.timers
    this.clock = deps.clock
    this.random = deps.random
    this.configs = deps.configs
    this.groupConfigs = deps.groupConfigs
    this.topics = deps.topics
    this.logger = deps.logger
    this.#byId = replay(store, this, deps.clock.now())
    this.#resume(new Map())
  }

  get timers(): Timers {
    return this.#timers
  }

  get classic(): ClassicGroupDeps {
    return this
  }

  get(groupId: string): Group | undefined {
    return this.#byId.get(groupId)
  }

  all(): Iterable<Group> {
    return this.#byId.values()
  }

  /** What does not exist begins as a classic group without members. */
  getOrCreate(groupId: string): Group {
    return this.#byId.get(groupId) ?? this.#create(groupId)
  }

  /** For a member of the classic protocol: a consumer group without members makes room for a classic one. */
  getOrCreateFor(groupId: string): Group {
    const group = this.getOrCreate(groupId)
    if (group.type === 'classic' || group.members.size > 0) return group
    group.die()
    void this.commit([groupsTable.remove(groupId)])
    return this.#create(groupId)
  }

  remove(group: Group): void {
    this.#byId.delete(group.groupId)
    group.die(this.clock.now())
  }

  store(group: ClassicGroup, assignments?: ReadonlyMap<string, Buffer>): Promise<boolean> {
    group.stored = this.commit([groupsTable.put(group.groupId, recordOf(group, this.clock.now(), assignments))])
    return group.stored
  }

  update(group: ConsumerGroup, next: ConsumerGroupState): Promise<boolean> {
    const writes = writesBetween(group.groupId, group.current, next)
    const before = this.#byId.get(group.groupId)
    if (before !== undefined && before !== group) before.die(this.clock.now())
    this.#byId.set(group.groupId, group)
    group.become(next)
    if (writes.length > 0) group.stored = this.commit(writes)
    return group.stored
  }

  replace(group: Group, by: Group, writes: readonly Write[]): Promise<boolean> {
    group.die(this.clock.now())
    this.#byId.set(by.groupId, by)
    by.stored = this.commit(writes)
    return by.stored
  }

  memberExpired(group: ConsumerGroup, memberId: string, reason: string): void {
    const member = group.members.get(memberId)
    if (member !== undefined) void removeMembers(group, [member], reason, this)
  }

  /**
   * True once durable. After a failure memory may be ahead of the disk in more than this: everything is read again.
   * Commits end in the order in which they were asked for.
   */
  async commit(writes: readonly Write[]): Promise<boolean> {
    const reloads = this.#reloads
    try {
      await this.#store.commit({ writes })
      return true
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.logger.error('Group state could not be written', error)
      if (reloads === this.#reloads) this.reload()
      return false
    }
  }

  sessionExpired(group: ClassicGroup, member: Member): void {
    expireSession(group, member, this)
  }

  /** A group that never had a generation and has no offsets is forgotten with the last id that was given out. */
  vacated(group: Group): void {
    if (group.type !== 'classic') return
    const isWorthless = group.state === 'Empty' && group.generationId === 0 && group.pendingJoins.size === 0
    if (isWorthless && !this.offsets.has(group.groupId) && !this.pending.hasGroup(group.groupId) && this.#byId.get(group.groupId) === group) this.remove(group)
  }

  /** Drops what is in memory for what is on disk; whoever waits is told to look for the coordinator again. */
  reload(): void {
    if (this.#isClosed) return
    this.#reloads += 1
    const generations = new Map([...this.all()].flatMap((group) => (group.type === 'classic' ? [[group.groupId, group.generationId]] : [])))
    for (const group of this.all()) group.die(this.clock.now())
    this.#byId = replay(this.#store, this, this.clock.now())
    this.#resume(generations)
  }

  /** No timer is left; parked requests are answered. */
  close(): void {
    this.#isClosed = true
    this.#timers = INERT_TIMERS
    for (const group of [...this.all()]) this.remove(group)
  }

  /** Members get a fresh session. Those that have seen a generation that never reached the disk, or are too many now, have to join again. */
  #resume(lastGenerations: ReadonlyMap<string, number>): void {
    for (const [groupId, generationId] of lastGenerations) {
      if (generationId === 0) continue
      const group = this.getOrCreate(groupId)
      if (group.type !== 'classic') continue
      const isBehind = group.generationId < generationId
      group.skipGenerationsTo(generationId)
      if (isBehind && group.members.size > 0) prepareRebalance(group, 'its last generation could not be written', this)
    }
    for (const group of this.all()) {
      if (group.type === 'consumer') resumeMembers(group, this)
      else this.#resumeClassic(group)
    }
  }

  #resumeClassic(group: ClassicGroup): void {
    for (const member of group.members.values()) scheduleSession(group, member, this)
    const isTooLarge = group.members.size > this.configs.getInt('group.max.size')
    if (group.isRebalanceDue && group.state === 'Stable') prepareRebalance(group, 'it was a consumer group, and has not shared out since', this)
    if (isTooLarge && group.state === 'Stable') prepareRebalance(group, 'it has more members than it may have', this)
  }

  #create(groupId: string): ClassicGroup {
    const group = new ClassicGroup(groupId, this.clock.now())
    this.#byId.set(groupId, group)
    return group
  }
}
