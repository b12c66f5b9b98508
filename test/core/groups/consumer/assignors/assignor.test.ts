// What every assignor promises, on random groups: each seed is its own test, and its name says how to run it again.
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../../core/base/random.ts'
import { type AssignorMember, compareText, subscribersByTopic } from '../../../../../core/groups/consumer/assignors/assignor.ts'
import { ASSIGNORS } from '../../../../../core/groups/consumer/assignors/assignors.ts'
import { eachPartition, type TopicPartitions } from '../../../../../core/groups/consumer/topic-partitions.ts'

const FIRST_SEED = Number(process.env['SEED'] ?? 1)
const SEEDS = Number(process.env['SEEDS'] ?? (process.env['SEED'] === undefined ? 40 : 1))
const ROUNDS = 12

class RandomGroup {
  readonly counts = new Map<string, number>()
  members: AssignorMember[] = []
  readonly #random
  #lastMember = 0

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    for (let i = 0; i <= this.#random.below(6); i++) this.counts.set(`t${i}`, 1 + this.#random.below(12))
  }

  /** Members come, go and change their minds; topics grow. */
  change(): void {
    const dice = this.#random.below(10)
    if (dice < 5 || this.members.length === 0) this.members.push(this.#member(`m${++this.#lastMember}`, new Map()))
    else if (dice < 7) this.members.splice(this.#random.below(this.members.length), 1)
    else if (dice < 9) {
      const at = this.#random.below(this.members.length)
      this.members[at] = this.#member(this.members[at]!.memberId, this.members[at]!.current)
    } else {
      const topicId = `t${this.#random.below(this.counts.size)}`
      this.counts.set(topicId, this.counts.get(topicId)! + 1)
    }
  }

  assign(name: string): Map<string, TopicPartitions> {
    const targets = ASSIGNORS[name]!({ members: this.members, partitionCountOf: (topicId) => this.counts.get(topicId)! })
    this.members = this.members.map((member) => ({ ...member, current: targets.get(member.memberId)! }))
    return targets
  }

  #member(memberId: string, current: TopicPartitions): AssignorMember {
    const isSame = this.#random.below(2) === 0
    const topicIds = [...this.counts.keys()].filter(() => isSame || this.#random.below(3) > 0)
    return { memberId, instanceId: this.#random.below(3) === 0 ? `i-${memberId}` : null, topicIds: new Set(topicIds), current }
  }
}

const text = (target: TopicPartitions): string[] => [...eachPartition(target)].map((pair) => pair.join('/')).sort()

describe.each(Object.keys(ASSIGNORS))('%s', (name) => {
  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: everything has one owner that reads it (again: SEED=<seed> npx vitest run test/core/groups/consumer/assignors)', (seed) => {
    const group = new RandomGroup(seed)
    for (let round = 0; round < ROUNDS; round++) {
      group.change()
      const targets = group.assign(name)
      const owned = [...targets.values()].flatMap(text)
      expect(new Set(owned).size, `seed ${seed}: no partition twice`).toBe(owned.length)
      const read = [...group.counts].filter(([topicId]) => group.members.some(({ topicIds }) => topicIds.has(topicId)))
      expect(owned.sort(), `seed ${seed}: every partition of what is read`).toEqual(read.flatMap(([topicId, count]) => Array.from({ length: count }, (_, i) => `${topicId}/${i}`)).sort())
      for (const { memberId, topicIds } of group.members) for (const topicId of targets.get(memberId)!.keys()) expect(topicIds.has(topicId), `seed ${seed}: only what it reads`).toBe(true)
    }
  })

  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: asked again, it changes nothing', (seed) => {
    const group = new RandomGroup(seed)
    for (let round = 0; round < ROUNDS; round++) group.change()
    const first = group.assign(name)
    expect([...group.assign(name)].map(([id, target]) => [id, text(target)])).toEqual([...first].map(([id, target]) => [id, text(target)]))
  })
})

describe('uniform', () => {
  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: nobody could give a partition to somebody who has two less', (seed) => {
    const group = new RandomGroup(seed)
    for (let round = 0; round < ROUNDS; round++) {
      group.change()
      const targets = group.assign('uniform')
      const size = (memberId: string): number => text(targets.get(memberId)!).length
      for (const giver of group.members) {
        for (const taker of group.members) {
          const common = [...targets.get(giver.memberId)!.keys()].some((topicId) => taker.topicIds.has(topicId))
          if (common) expect(size(giver.memberId) - size(taker.memberId), `seed ${seed}: ${giver.memberId} to ${taker.memberId}`).toBeLessThan(2)
        }
      }
    }
  })

  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: with equal subscriptions, no more moves than an even share needs', (seed) => {
    const random = seededRandom(seed)
    const count = 1 + random.below(40)
    const topicIds = new Set(['t'])
    let members: AssignorMember[] = []
    for (let round = 0; round < ROUNDS; round++) {
      if (members.length === 0 || random.below(3) > 0) members.push({ memberId: `m${seed}-${round}`, instanceId: null, topicIds, current: new Map() })
      else members.splice(random.below(members.length), 1)
      if (members.length === 0) continue
      const targets = ASSIGNORS['uniform']!({ members, partitionCountOf: () => count })
      const kept = members.map(({ memberId, current }) => text(current).filter((each) => text(targets.get(memberId)!).includes(each)).length)
      const share = Math.floor(count / members.length)
      const mayHaveMore = members.map(({ current }) => text(current).length > share)
      const most = members.map(({ current }) => Math.min(text(current).length, share)).reduce((sum, n) => sum + n, 0)
      const extra = Math.min(count % members.length, mayHaveMore.filter(Boolean).length)
      expect(kept.reduce((sum, n) => sum + n, 0), `seed ${seed}, round ${round}`).toBe(most + extra)
      members = members.map((member) => ({ ...member, current: targets.get(member.memberId)! }))
    }
  })
})

test('subscribers of a topic come in the order of the members', () => {
  const members = ['b', 'a'].map((memberId) => ({ memberId, instanceId: null, topicIds: new Set(['t']), current: new Map() }))
  expect(subscribersByTopic(members).get('t')!.map(({ memberId }) => memberId)).toEqual(['b', 'a'])
  expect(['b', 'a', 'B', 'a'].sort(compareText)).toEqual(['B', 'a', 'a', 'b'])
})
