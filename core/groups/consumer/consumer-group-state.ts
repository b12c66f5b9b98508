// The state of a consumer group as an unchanging value: an operation makes the next one, which is stored and then taken over.
import { type ConsumerMember, isReconciledTo } from './consumer-member.ts'

export interface ConsumerGroupState {
  /** Counts the changes that call for a new assignment. */
  readonly groupEpoch: number
  /** The group epoch that the members' targets were made for. */
  readonly targetEpoch: number
  /** Which topics the group is subscribed to, with their ids and sizes, when the group epoch was last looked at. */
  readonly topicsFingerprint: string
  /** Of every pattern that a member is subscribed to, the topics that match it. */
  readonly regexes: ReadonlyMap<string, ReadonlySet<string>>
  readonly members: ReadonlyMap<string, ConsumerMember>
}

export const NEW_GROUP: ConsumerGroupState = { groupEpoch: 0, targetEpoch: 0, topicsFingerprint: '', regexes: new Map(), members: new Map() }

export const CONSUMER_GROUP_STATES = ['Empty', 'Assigning', 'Reconciling', 'Stable', 'Dead'] as const
/** A consumer group that exists is never Dead; the word is there because clients may filter by it. */
export type ConsumerGroupPhase = (typeof CONSUMER_GROUP_STATES)[number]

export function phaseOf({ groupEpoch, targetEpoch, members }: ConsumerGroupState): ConsumerGroupPhase {
  if (members.size === 0) return 'Empty'
  if (groupEpoch > targetEpoch) return 'Assigning'
  for (const member of members.values()) if (!isReconciledTo(member, targetEpoch)) return 'Reconciling'
  return 'Stable'
}

/** The state with `member` in it, in the place of the member `replaces` if that is another. */
export function withMember(state: ConsumerGroupState, member: ConsumerMember, replaces = member.memberId): ConsumerGroupState {
  const members = new Map(state.members)
  if (replaces !== member.memberId) members.delete(replaces)
  members.set(member.memberId, member)
  return { ...state, members }
}

export function withoutMembers(state: ConsumerGroupState, memberIds: ReadonlySet<string>): ConsumerGroupState {
  return { ...state, members: new Map([...state.members].filter(([memberId]) => !memberIds.has(memberId))) }
}
