// The assignor `uniform`: everybody keeps what it has as far as the shares can be even; only what must move moves.
import type { TopicPartitions } from '../topic-partitions.ts'
import { type AssignorInput, compareText, subscribersByTopic } from './assignor.ts'
import { balance } from './balance.ts'
import { MemberLoad } from './member-load.ts'

export function assignUniformly({ members, partitionCountOf }: AssignorInput): Map<string, TopicPartitions> {
  const loads = members.map((member) => new MemberLoad(member)).sort((a, b) => compareText(a.member.memberId, b.member.memberId))
  const byId = new Map(loads.map((load) => [load.member.memberId, load]))
  const subscribers = new Map([...subscribersByTopic(members)].map(([topicId, of]) => [topicId, of.map(({ memberId }) => byId.get(memberId)!)]))
  const taken = keepCurrent(loads, partitionCountOf)
  handOutRest(subscribers, taken, partitionCountOf)
  balance(loads, subscribers)
  return new Map(loads.map((load) => [load.member.memberId, load.target]))
}

/** By topic id, what is taken. */
function keepCurrent(loads: readonly MemberLoad[], partitionCountOf: (topicId: string) => number): Map<string, Set<number>> {
  const taken = new Map<string, Set<number>>()
  for (const load of loads) {
    for (const [topicId, partitions] of load.member.current) {
      if (!load.member.topicIds.has(topicId)) continue
      const known = taken.get(topicId) ?? new Set()
      taken.set(topicId, known)
      for (const partition of partitions) {
        if (partition >= partitionCountOf(topicId) || known.has(partition)) continue
        known.add(partition)
        load.add(topicId, partition)
      }
    }
  }
  return taken
}

/** Topics that few can read come first, while those few have room. */
function handOutRest(
  subscribers: ReadonlyMap<string, readonly MemberLoad[]>,
  taken: ReadonlyMap<string, ReadonlySet<number>>,
  partitionCountOf: (topicId: string) => number,
): void {
  const topics = [...subscribers].sort(([a, of], [b, than]) => of.length - than.length || compareText(a, b))
  for (const [topicId, candidates] of topics) {
    const count = partitionCountOf(topicId)
    for (let partition = 0; partition < count; partition++) {
      if (taken.get(topicId)?.has(partition) !== true) leastLoaded(candidates).add(topicId, partition)
    }
  }
}

function leastLoaded(loads: readonly MemberLoad[]): MemberLoad {
  return loads.reduce((least, load) => (load.size < least.size ? load : least))
}
