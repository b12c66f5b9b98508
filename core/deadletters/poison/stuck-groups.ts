// Tells from looks at groups, one after the other, which of them are stuck at a record: no commit while there is more to read, and nobody gets past it.
// A group without members that stays where it is has stopped at a record: why, nobody can see.

export interface SeenPartition {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  /** Where it goes on from: of a group that has never committed there, the first offset of the partition. */
  readonly committedOffset: number
  readonly hasCommitted: boolean
  readonly endOffset: number
  /** Of the group. */
  readonly state: string
  readonly memberIds: readonly string[]
  /** Whether a member has the partition. */
  readonly isAssigned: boolean
}

/** `stopped`: less certain, it may just not be running. */
export type Certainty = 'stuck' | 'stopped'

export interface StuckPartition extends SeenPartition {
  readonly certainty: Certainty
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
  partition: SeenPartition
  memberIds: ReadonlySet<string>
  memberChanges: number
  observations: number
  isStuck: boolean
  /** When nobody was seen reading there first, without a member since. */
  idleSinceMs: number | null
  membersSeenAtMs: number
}

/** Members lost without a commit: what they read takes them down. */
export const MIN_MEMBER_CHANGES = 3
/** Looks at the same offset, over at least so long: what is read is never done. */
export const MIN_OBSERVATIONS = 5
export const MIN_STUCK_MS = 20_000
/** A group that has never committed leaves nothing behind when its members go: it is remembered for so long. */
export const REMEMBERED_MS = 600_000

export class StuckGroups {
  readonly #watched = new Map<string, Watched>()

  /** Everything there is to see now; what is not in it is forgotten. */
  look(seen: readonly SeenPartition[], nowMs: number): StuckPartition[] {
    const stuck: StuckPartition[] = []
    const keys = new Set<string>()
    for (const partition of seen) {
      const key = `${partition.groupId}\n${partition.topic}\n${partition.partition}`
      if (partition.endOffset <= partition.committedOffset) continue
      const watched = this.#watchedAt(key, partition, nowMs)
      if (!partition.hasCommitted && nowMs - watched.membersSeenAtMs >= REMEMBERED_MS) continue
      keys.add(key)
      const certainty = certaintyOf(watched, nowMs)
      watched.isStuck ||= certainty === 'stuck'
      if (certainty !== null) stuck.push(stuckOf(partition, watched, certainty, nowMs))
    }
    for (const key of this.#watched.keys()) if (!keys.has(key)) this.#watched.delete(key)
    return stuck
  }

  /** Where a group without a commit was seen: between two lives of its members, nothing else tells that it reads there. */
  uncommitted(): SeenPartition[] {
    return [...this.#watched.values()].flatMap(({ partition }) => (partition.hasCommitted ? [] : [partition]))
  }

  #watchedAt(key: string, partition: SeenPartition, nowMs: number): Watched {
    const { committedOffset, memberIds, isAssigned, hasCommitted } = partition
    const now = new Set(memberIds)
    const idleSinceMs = now.size === 0 ? nowMs : null
    const known = this.#watched.get(key)
    if (known?.offset !== committedOffset) {
      const fresh = { offset: committedOffset, sinceMs: nowMs, partition, memberIds: now, memberChanges: 0, observations: isAssigned ? 1 : 0, isStuck: false, idleSinceMs, membersSeenAtMs: nowMs }
      this.#watched.set(key, fresh)
      return fresh
    }
    const lost = [...known.memberIds].filter((memberId) => !now.has(memberId)).length
    const joined = memberIds.filter((memberId) => !known.memberIds.has(memberId)).length
    // One that crashes and comes back between two looks is one change, under two ids. Before the first commit, those that merely come, or all go at once, are no sign.
    known.memberChanges += hasCommitted ? Math.max(lost, joined) : Math.min(lost, 1)
    known.memberIds = now
    known.partition = partition
    if (isAssigned) known.observations++
    known.idleSinceMs = idleSinceMs === null ? null : (known.idleSinceMs ?? idleSinceMs)
    if (now.size > 0) known.membersSeenAtMs = nowMs
    return known
  }
}

/** Whoever merely stopped its consumers is not stuck, nobody tries; and one that keeps its offsets elsewhere never commits, and gets on. */
function certaintyOf({ isStuck, memberChanges, observations, sinceMs, idleSinceMs, partition: { hasCommitted } }: Watched, nowMs: number): Certainty | null {
  if (isStuck || memberChanges >= MIN_MEMBER_CHANGES) return 'stuck'
  if (!hasCommitted) return null
  if (observations >= MIN_OBSERVATIONS && nowMs - sinceMs >= MIN_STUCK_MS) return 'stuck'
  return idleSinceMs !== null && nowMs - idleSinceMs >= MIN_STUCK_MS ? 'stopped' : null
}

function stuckOf(partition: SeenPartition, { sinceMs, idleSinceMs, memberChanges, observations }: Watched, certainty: Certainty, nowMs: number): StuckPartition {
  const stuckSinceMs = certainty === 'stopped' ? (idleSinceMs ?? sinceMs) : sinceMs
  const why = certainty === 'stopped' ? stoppedWords(partition, nowMs - stuckSinceMs) : stuckWords(partition, memberChanges, nowMs - sinceMs)
  return { ...partition, certainty, stuckSinceMs, seenAtMs: nowMs, memberChanges, observations, why }
}

function stuckWords({ committedOffset, hasCommitted }: SeenPartition, memberChanges: number, forMs: number): string {
  if (!hasCommitted) return `Members were lost ${memberChanges} times, and the group has never committed here: what it reads first is offset ${committedOffset}.`
  return memberChanges >= MIN_MEMBER_CHANGES
    ? `Members were lost or joined again ${memberChanges} times at offset ${committedOffset}, without a commit.`
    : `For ${seconds(forMs)} a member has had the partition without getting past offset ${committedOffset}.`
}

const stoppedWords = ({ committedOffset }: SeenPartition, forMs: number): string =>
  `It has had no members and stayed at offset ${committedOffset} for ${seconds(forMs)}, while records wait behind it. It may just not be running: look at the record before you move the group.`

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`
