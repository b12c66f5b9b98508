// Evens out an assignment with as few moves as possible, also where members are subscribed to different topics.
import type { MemberLoad } from './member-load.ts'

/** How a partition gets from one member to another: `by` gives one of `topicId` to the member that this step leads to. */
interface Step {
  readonly by: MemberLoad
  readonly topicId: string
}

type Subscribers = ReadonlyMap<string, readonly MemberLoad[]>

/**
 * Moves partitions until no chain of moves can bring any member closer to one that has two less. A chain ends at the first such member; the
 * members in between pass on one partition and get one.
 */
export function balance(loads: readonly MemberLoad[], subscribers: Subscribers): void {
  // Whoever cannot give to anybody below it stays so: whatever it reaches is as full as itself, and nobody else moves anything in there.
  const settled = new Set<MemberLoad>()
  const settledTopics = new Set<string>()
  for (let source = fullest(loads, settled); source !== undefined; source = fullest(loads, settled)) {
    const cameBy = new Map<MemberLoad, Step | null>([[source, null]])
    const seenTopics = new Set(settledTopics)
    const end = findRoom(source, subscribers, cameBy, seenTopics, settled)
    if (end !== undefined) {
      shift(end, cameBy)
      continue
    }
    for (const load of cameBy.keys()) settled.add(load)
    for (const topicId of seenTopics) settledTopics.add(topicId)
  }
}

function fullest(loads: readonly MemberLoad[], except: ReadonlySet<MemberLoad>): MemberLoad | undefined {
  let found: MemberLoad | undefined
  for (const load of loads) if (!except.has(load) && (found === undefined || load.size > found.size)) found = load
  return found
}

/** Breadth first, so that the shortest chain is found. */
function findRoom(
  source: MemberLoad,
  subscribers: Subscribers,
  cameBy: Map<MemberLoad, Step | null>,
  seenTopics: Set<string>,
  settled: ReadonlySet<MemberLoad>,
): MemberLoad | undefined {
  let level: MemberLoad[] = [source]
  while (level.length > 0) {
    const next: MemberLoad[] = []
    for (const by of level) {
      for (const topicId of by.partitions.keys()) {
        if (seenTopics.has(topicId)) continue
        seenTopics.add(topicId)
        for (const load of subscribers.get(topicId)!) {
          if (cameBy.has(load) || settled.has(load)) continue
          cameBy.set(load, { by, topicId })
          next.push(load)
        }
      }
    }
    const emptiest = next.reduce<MemberLoad | undefined>((least, load) => (least === undefined || load.size < least.size ? load : least), undefined)
    if (emptiest !== undefined && emptiest.size <= source.size - 2) return emptiest
    level = next
  }
  return undefined
}

function shift(end: MemberLoad, cameBy: ReadonlyMap<MemberLoad, Step | null>): void {
  let to = end
  for (let step = cameBy.get(to); step; step = cameBy.get(to)) {
    to.add(step.topicId, step.by.giveAway(step.topicId))
    to = step.by
  }
}
