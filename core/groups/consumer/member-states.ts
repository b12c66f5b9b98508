// The states in which a member of a consumer group can be between what it owns and what it should own (KIP-848).

export const MEMBER_STATES = ['STABLE', 'UNREVOKED_PARTITIONS', 'UNRELEASED_PARTITIONS'] as const

/**
 * `STABLE`: the member owns what it should in its epoch. `UNREVOKED_PARTITIONS`: it must give up partitions first, and stays in its epoch until
 * it says that it has. `UNRELEASED_PARTITIONS`: it is in the new epoch, and some of its partitions are still with others.
 */
export type MemberState = (typeof MEMBER_STATES)[number]
