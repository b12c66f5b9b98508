// Tells from looks at groups, one after the other, which of them are stuck at a record: no commit while there is more to read, and nobody gets past it.

export interface SeenPartition {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly committedOffset: number
  readonly endOffset: number
  /** Of the group. */
  readonly state: string
  readonly memberIds: readonly string[]
  /** Whether a member has the partition. */
  readonly isAssigned: boolean
}

export interface StuckPartition extends SeenPartition {
  readonly stuckSinceMs: number
  readonly seenAtMs: number
  /** Members that were lost or joined again since. */
  readonly memberChanges: number
  /** How often it was seen at the same offset while somebody read. */
  readonly observations: number
  /** As a sentence. */
  readonly why: string
}

interface Watched {
  readonly offset: number
  readonly sinceMs: number
  memberIds: ReadonlySet<string>
  memberChanges: number
  observations: number
  isStuck: boolean
}

/** Members lost without a commit: what they read takes them down. */
export const MIN_MEMBER_CHANGES = 3
/** Looks at the same offset, over at least so long: what is read is never done. */
export const MIN_OBSERVATIONS = 5
export const MIN_STUCK_MS = 20_000

export class StuckGroups {
  readonly #watched = new Map<string, Watched>()

  /** Everything there is to see now; what is not in it is forgotten. */
  look(seen: readonly SeenPartition[], nowMs: number): StuckPartition[] {
    const stuck: StuckPartition[] = []
    const keys = new Set<string>()
    for (const partition of seen) {
      const key = `${partition.groupId}\n${partition.topic}\n${partition.partition}`
      if (partition.endOffset <= partition.committedOffset) continue
      keys.add(key)
      const watched = this.#watchedAt(key, partition, nowMs)
      watched.isStuck ||= isStuck(watched, nowMs)
      if (watched.isStuck) stuck.push(stuckOf(partition, watched, nowMs))
    }
    for (const key of this.#watched.keys()) if (!keys.has(key)) this.#watched.delete(key)
    return stuck
  }

  #watchedAt(key: string, { committedOffset, memberIds, isAssigned }: SeenPartition, nowMs: number): Watched {
    const now = new Set(memberIds)
    const known = this.#watched.get(key)
    if (known?.offset !== committedOffset) {
      const fresh = { offset: committedOffset, sinceMs: nowMs, memberIds: now, memberChanges: 0, observations: isAssigned ? 1 : 0, isStuck: false }
      this.#watched.set(key, fresh)
      return fresh
    }
    const lost = [...known.memberIds].filter((memberId) => !now.has(memberId)).length
    const joined = memberIds.filter((memberId) => !known.memberIds.has(memberId)).length
    // One that crashes and comes back between two looks is one change, under two ids.
    known.memberChanges += Math.max(lost, joined)
    known.memberIds = now
    if (isAssigned) known.observations++
    return known
  }
}

/** Whoever merely stopped its consumers is not stuck: nobody tries. */
function isStuck({ memberChanges, observations, sinceMs }: Watched, nowMs: number): boolean {
  return memberChanges >= MIN_MEMBER_CHANGES || (observations >= MIN_OBSERVATIONS && nowMs - sinceMs >= MIN_STUCK_MS)
}

function stuckOf(partition: SeenPartition, { sinceMs, memberChanges, observations }: Watched, nowMs: number): StuckPartition {
  const seconds = Math.round((nowMs - sinceMs) / 1000)
  const why =
    memberChanges >= MIN_MEMBER_CHANGES
      ? `Members were lost or joined again ${memberChanges} times at offset ${partition.committedOffset}, without a commit.`
      : `For ${seconds} s a member has had the partition without getting past offset ${partition.committedOffset}.`
  return { ...partition, stuckSinceMs: sinceMs, seenAtMs: nowMs, memberChanges, observations, why }
}
