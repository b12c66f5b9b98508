// The state of one classic group. It changes only here; when it changes is decided by join-group, sync-group, leave-group and rebalance.
import { assert } from '../../base/assert.ts'
import type { Cancel } from '../../base/timers.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { type GroupState, mayGo } from './group-states.ts'
import type { Member, Protocol } from './member.ts'
import { selectProtocol, supportedByAll } from './protocol-selection.ts'
import { joinError, syncError } from './responses.ts'

/** What a group was when it was last stored; left out for a group that is new. */
export interface StoredGroup {
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leaderId: string | null
  readonly stateSinceMs: number
  readonly members: readonly Member[]
  /** The assignments are not whole: the members have to share out anew. */
  readonly isRebalanceDue?: boolean
}

export class ClassicGroup {
  readonly type = 'classic'
  readonly groupId: string
  /** By member id, in the order of joining: the next leader is the first. */
  readonly members = new Map<string, Member>()
  /** Ids that were given out by MEMBER_ID_REQUIRED and have not come back, with the timer that forgets them. */
  readonly pendingJoins = new Map<string, Cancel>()
  /** Members that have not sent the SyncGroup of this generation. */
  readonly pendingSyncs = new Set<string>()
  /** Somebody joined during the initial rebalance: it may be extended. */
  newMemberAdded = false
  /** The assignments of this generation are not whole, and a restart must not take the group for Stable. */
  isRebalanceDue = false
  /** The leader's assignments of this generation are on their way to disk. */
  isStoringAssignment = false
  /** The latest write of this group; false when it failed. */
  stored: Promise<boolean> = Promise.resolve(true)
  #generationId = 0
  #protocolType: string | null = null
  #protocolName: string | null = null
  #leaderId: string | null = null
  #state: GroupState = 'Empty'
  #previousState: GroupState = 'Empty'
  #stateSinceMs: number
  readonly #memberIdByInstance = new Map<string, string>()
  #cancelJoin: Cancel | null = null
  #cancelSync: Cancel | null = null

  constructor(groupId: string, nowMs: number, stored?: StoredGroup) {
    this.groupId = groupId
    this.#stateSinceMs = nowMs
    if (stored) this.#restore(stored)
  }

  get generationId(): number {
    return this.#generationId
  }

  /** Null for a simple group, which has offsets but never had members. */
  get protocolType(): string | null {
    return this.#protocolType
  }

  get protocolName(): string | null {
    return this.#protocolName
  }

  get leaderId(): string | null {
    return this.#leaderId
  }

  get state(): GroupState {
    return this.#state
  }

  /** When the group came into its state: offsets of an Empty group expire counting from here (KIP-211). */
  get stateSinceMs(): number {
    return this.#stateSinceMs
  }

  /** The group had no members when this rebalance began. */
  get isInitialRebalance(): boolean {
    return this.#state === 'PreparingRebalance' && this.#previousState === 'Empty'
  }

  get rebalanceTimeoutMs(): number {
    return Math.max(0, ...[...this.members.values()].map((member) => member.rebalanceTimeoutMs))
  }

  get haveAllJoined(): boolean {
    return this.pendingJoins.size === 0 && [...this.members.values()].every((member) => member.join.isWaiting)
  }

  isLeader(memberId: string): boolean {
    return this.#leaderId === memberId
  }

  staticMember(groupInstanceId: string): Member | undefined {
    const memberId = this.#memberIdByInstance.get(groupInstanceId)
    return memberId === undefined ? undefined : this.members.get(memberId)
  }

  /** The member that a request speaks for, or the error it deserves: an instance id that somebody else has taken over is fenced. */
  memberFor(memberId: string, groupInstanceId: string | null): Member | number {
    if (groupInstanceId !== null) {
      const owner = this.#memberIdByInstance.get(groupInstanceId)
      if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
      if (owner !== memberId) return ErrorCode.FENCED_INSTANCE_ID
    }
    return this.members.get(memberId) ?? ErrorCode.UNKNOWN_MEMBER_ID
  }

  supportsProtocols(protocolType: string, protocols: readonly Protocol[]): boolean {
    if (this.#state === 'Empty') return protocolType !== '' && protocols.length > 0
    return this.#protocolType === protocolType && protocols.some(({ name }) => supportedByAll(this.members.values(), name))
  }

  selectProtocol(): string {
    return selectProtocol([...this.members.values()])
  }

  goTo(state: GroupState, nowMs: number): void {
    assert(mayGo(this.#state, state), `group "${this.groupId}" may not go from ${this.#state} to ${state}`)
    this.#previousState = this.#state
    this.#state = state
    this.#stateSinceMs = nowMs
  }

  add(member: Member, protocolType: string): void {
    if (this.members.size === 0) this.#protocolType = protocolType
    assert(this.#protocolType === protocolType, `group "${this.groupId}" is of type ${this.#protocolType}, not ${protocolType}`)
    if (member.groupInstanceId !== null) {
      assert(!this.#memberIdByInstance.has(member.groupInstanceId), `instance "${member.groupInstanceId}" is a member already`)
      this.#memberIdByInstance.set(member.groupInstanceId, member.memberId)
    }
    this.members.set(member.memberId, member)
    this.#leaderId ??= member.memberId
    this.forgetPendingJoin(member.memberId)
  }

  /** Whatever the member waits for must have been answered. */
  remove(member: Member): void {
    assert(!member.join.isWaiting && !member.sync.isWaiting, `member "${member.memberId}" leaves while it waits`)
    member.setSession(null)
    this.members.delete(member.memberId)
    this.pendingSyncs.delete(member.memberId)
    if (member.groupInstanceId !== null) this.#memberIdByInstance.delete(member.groupInstanceId)
    if (this.isLeader(member.memberId)) this.#leaderId = this.members.keys().next().value ?? null
  }

  /** A static member came back under a new id, which takes over leadership and assignment; the old id is fenced from now on. */
  replaceStaticMember(old: Member, replacement: Member): void {
    old.join.answer(joinError(ErrorCode.FENCED_INSTANCE_ID, old.memberId))
    old.sync.answer(syncError(ErrorCode.FENCED_INSTANCE_ID))
    const wasLeader = this.isLeader(old.memberId)
    const owedSync = this.pendingSyncs.has(old.memberId)
    this.remove(old)
    this.members.set(replacement.memberId, replacement)
    this.#memberIdByInstance.set(replacement.groupInstanceId!, replacement.memberId)
    if (wasLeader) this.#leaderId = replacement.memberId
    if (owedSync) this.pendingSyncs.add(replacement.memberId)
  }

  forgetPendingJoin(memberId: string): boolean {
    this.pendingJoins.get(memberId)?.()
    return this.pendingJoins.delete(memberId)
  }

  /** Makes sure that the leader takes part in the rebalance; false when nobody does. */
  electJoinedLeader(): boolean {
    if (this.#leaderId === null) return false
    if (this.members.get(this.#leaderId)?.join.isWaiting) return true
    const joined = [...this.members.values()].find((member) => member.join.isWaiting)
    if (joined) this.#leaderId = joined.memberId
    return joined !== undefined
  }

  /** Ends the join phase: CompletingRebalance, or Empty when nobody is left. */
  startNextGeneration(nowMs: number): void {
    this.#generationId += 1
    this.pendingSyncs.clear()
    this.isStoringAssignment = false
    this.isRebalanceDue = false
    const isEmpty = this.members.size === 0
    this.#protocolName = isEmpty ? null : this.selectProtocol()
    this.goTo(isEmpty ? 'Empty' : 'CompletingRebalance', nowMs)
  }

  /** A generation that members have seen must not be used again, even if it never reached the disk. */
  skipGenerationsTo(generationId: number): void {
    this.#generationId = Math.max(this.#generationId, generationId)
  }

  setJoinTimer(cancel: Cancel | null): void {
    this.#cancelJoin?.()
    this.#cancelJoin = cancel
  }

  setSyncTimer(cancel: Cancel | null): void {
    this.#cancelSync?.()
    this.#cancelSync = cancel
  }

  /** The end of this object: no timer of it fires any more, and whoever waits is told to look for the coordinator again. */
  die(nowMs: number): void {
    this.setJoinTimer(null)
    this.setSyncTimer(null)
    for (const memberId of [...this.pendingJoins.keys()]) this.forgetPendingJoin(memberId)
    for (const member of [...this.members.values()]) {
      member.join.answer(joinError(ErrorCode.COORDINATOR_NOT_AVAILABLE, member.memberId))
      member.sync.answer(syncError(ErrorCode.COORDINATOR_NOT_AVAILABLE))
      this.remove(member)
    }
    this.goTo('Dead', nowMs)
  }

  #restore(stored: StoredGroup): void {
    for (const member of stored.members) this.add(member, stored.protocolType ?? '')
    this.#generationId = stored.generationId
    this.#protocolType = stored.protocolType
    this.#protocolName = stored.protocolName
    this.#leaderId = stored.leaderId
    this.#state = stored.members.length === 0 ? 'Empty' : 'Stable'
    this.#stateSinceMs = stored.stateSinceMs
    this.isRebalanceDue = stored.isRebalanceDue ?? false
  }
}
