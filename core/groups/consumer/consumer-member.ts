// One member of a consumer group, as an unchanging value: who it is, what it wants, what it owns and what it should own.
import type { MemberState } from './member-states.ts'
import { NO_PARTITIONS, NOTHING_OWNED, type OwnedPartitions, type TopicPartitions } from './topic-partitions.ts'

/** What is known of a member that speaks JoinGroup, SyncGroup and Heartbeat to a consumer group. */
export interface ClassicMembership {
  readonly sessionTimeoutMs: number
  /** In order of preference; the metadata of each is a subscription of the consumer protocol. */
  readonly protocols: readonly { readonly name: string; readonly metadata: Buffer }[]
}

export interface ConsumerMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: ReadonlySet<string>
  /** '' for none. */
  readonly subscribedTopicRegex: string
  readonly serverAssignor: string | null
  /** Null for a member that speaks ConsumerGroupHeartbeat. */
  readonly classic: ClassicMembership | null
  readonly state: MemberState
  /** -2 for a static member that has left for a while. */
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly assigned: OwnedPartitions
  readonly pendingRevocation: OwnedPartitions
  /** What the assignor meant for it in the group's target epoch. */
  readonly target: TopicPartitions
}

export const LEAVE_EPOCH = -1
export const STATIC_LEAVE_EPOCH = -2

export function newConsumerMember(memberId: string): ConsumerMember {
  return {
    memberId,
    instanceId: null,
    rackId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: new Set(),
    subscribedTopicRegex: '',
    serverAssignor: null,
    classic: null,
    state: 'STABLE',
    memberEpoch: 0,
    previousMemberEpoch: -1,
    assigned: NOTHING_OWNED,
    pendingRevocation: NOTHING_OWNED,
    target: NO_PARTITIONS,
  }
}

export function isReconciledTo({ state, memberEpoch }: ConsumerMember, targetEpoch: number): boolean {
  return state === 'STABLE' && memberEpoch === targetEpoch
}

export function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name))
}
