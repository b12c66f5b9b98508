import { describe, expect, test } from 'vitest'
import { type ConsumerMember, newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { MEMBER_STATES, type MemberState } from '../../../../core/groups/consumer/member-states.ts'
import { reconcile } from '../../../../core/groups/consumer/reconcile.ts'

/** Partition numbers of topic `t`. */
type Numbers = number[]

interface Case {
  state: MemberState
  epoch?: number
  assigned: Numbers
  revoking?: Numbers
  target: Numbers
  targetEpoch?: number
  /** What the client says it owns; left out when it does not say. */
  owned?: Numbers
  /** What other members have. */
  taken?: Numbers
  /** The member is not subscribed to the topic. */
  isStray?: boolean
}

interface Outcome {
  state: MemberState
  epoch: number
  assigned: Numbers
  revoking?: Numbers
}

const of = (numbers: Numbers = [], epoch = 1) => (numbers.length === 0 ? new Map() : new Map([['t', new Map(numbers.map((n) => [n, epoch]))]]))
const numbersOf = (owned: ConsumerMember['assigned']): Numbers => [...(owned.get('t')?.keys() ?? [])].sort((a, b) => a - b)

function memberIn({ state, epoch = 1, assigned, revoking, target }: Case): ConsumerMember {
  const targets = target.length === 0 ? new Map() : new Map([['t', new Set(target)]])
  return { ...newConsumerMember('m'), state, memberEpoch: epoch, previousMemberEpoch: epoch - 1, assigned: of(assigned), pendingRevocation: of(revoking), target: targets }
}

function step(given: Case): { before: ConsumerMember; after: ConsumerMember } {
  const before = memberIn(given)
  const { targetEpoch = 2, owned, taken = [], isStray = false } = given
  const mine = [...given.assigned, ...(given.revoking ?? [])]
  const after = reconcile({
    member: before,
    targetEpoch,
    owned: owned === undefined ? null : new Map([['t', new Set(owned)]]),
    isSubscribed: () => !isStray,
    isFree: (_topicId, partition) => !taken.includes(partition) && !mine.includes(partition),
  })
  return { before, after }
}

const outcomeOf = ({ state, memberEpoch, assigned, pendingRevocation }: ConsumerMember): Outcome => {
  const revoking = numbersOf(pendingRevocation)
  return { state, epoch: memberEpoch, assigned: numbersOf(assigned), ...(revoking.length > 0 && { revoking }) }
}

/** From every state, every reason to go, and where that leads. */
const TABLE: [title: string, given: Case, outcome: Outcome | 'stays'][] = [
  ['STABLE in the target epoch stays', { state: 'STABLE', epoch: 2, assigned: [0], target: [0] }, 'stays'],
  ['STABLE with the same target goes to its epoch', { state: 'STABLE', assigned: [0], target: [0] }, { state: 'STABLE', epoch: 2, assigned: [0] }],
  ['STABLE gets what is free', { state: 'STABLE', assigned: [0], target: [0, 1] }, { state: 'STABLE', epoch: 2, assigned: [0, 1] }],
  ['STABLE has to give up first, in its old epoch', { state: 'STABLE', assigned: [0, 1], target: [1, 2] }, { state: 'UNREVOKED_PARTITIONS', epoch: 1, assigned: [1], revoking: [0] }],
  ['STABLE that says it has given up already goes on at once', { state: 'STABLE', assigned: [0, 1], target: [1, 2], owned: [1] }, { state: 'STABLE', epoch: 2, assigned: [1, 2] }],
  ['STABLE waits for what others have', { state: 'STABLE', assigned: [0], target: [0, 1], taken: [1] }, { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0] }],
  ['STABLE gets what is free and waits for the rest', { state: 'STABLE', assigned: [], target: [1, 2], taken: [1] }, { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [2] }],
  ['STABLE with a topic that it does not read any more gives it up, in its epoch', { state: 'STABLE', epoch: 2, assigned: [0], target: [], isStray: true }, { state: 'UNREVOKED_PARTITIONS', epoch: 2, assigned: [], revoking: [0] }],
  ['STABLE with such a topic that it has given up stays STABLE', { state: 'STABLE', epoch: 2, assigned: [0], target: [], isStray: true, owned: [] }, { state: 'STABLE', epoch: 2, assigned: [] }],

  ['UNREVOKED that says nothing stays', { state: 'UNREVOKED_PARTITIONS', assigned: [1], revoking: [0], target: [1, 2] }, 'stays'],
  ['UNREVOKED that still owns some of it stays', { state: 'UNREVOKED_PARTITIONS', assigned: [2], revoking: [0, 1], target: [2], owned: [1, 2] }, 'stays'],
  ['UNREVOKED that has given up goes to the target', { state: 'UNREVOKED_PARTITIONS', assigned: [1], revoking: [0], target: [1, 2], owned: [1] }, { state: 'STABLE', epoch: 2, assigned: [1, 2] }],
  ['UNREVOKED that has given up waits for others', { state: 'UNREVOKED_PARTITIONS', assigned: [1], revoking: [0], target: [1, 2], owned: [1], taken: [2] }, { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [1] }],
  ['UNREVOKED that has given up has more to give up for a newer target', { state: 'UNREVOKED_PARTITIONS', assigned: [1, 2], revoking: [0], target: [2], targetEpoch: 3, owned: [1, 2] }, { state: 'UNREVOKED_PARTITIONS', epoch: 1, assigned: [2], revoking: [1] }],
  ['UNREVOKED gets back what it gave up when a newer target says so', { state: 'UNREVOKED_PARTITIONS', assigned: [1], revoking: [0], target: [0, 1], targetEpoch: 3, owned: [1] }, { state: 'STABLE', epoch: 3, assigned: [0, 1] }],
  ['UNREVOKED with a topic that it does not read any more has that to give up, too', { state: 'UNREVOKED_PARTITIONS', assigned: [1], revoking: [0], target: [1], isStray: true }, { state: 'UNREVOKED_PARTITIONS', epoch: 1, assigned: [], revoking: [0, 1] }],

  ['UNRELEASED stays while others have it', { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0], target: [0, 1], taken: [1] }, 'stays'],
  ['UNRELEASED gets what has become free', { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0], target: [0, 1] }, { state: 'STABLE', epoch: 2, assigned: [0, 1] }],
  ['UNRELEASED gets one and waits on', { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0], target: [0, 1, 2], taken: [2] }, { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0, 1] }],
  ['UNRELEASED has to give up for a newer target', { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0], target: [1], targetEpoch: 3, taken: [1] }, { state: 'UNREVOKED_PARTITIONS', epoch: 2, assigned: [], revoking: [0] }],
  ['UNRELEASED goes on with a newer target', { state: 'UNRELEASED_PARTITIONS', epoch: 2, assigned: [0], target: [0], targetEpoch: 3 }, { state: 'STABLE', epoch: 3, assigned: [0] }],
]

describe('a member', () => {
  test.each(TABLE)('%s', (_title, given, outcome) => {
    const { before, after } = step(given)
    if (outcome === 'stays') expect(after).toBe(before)
    else expect(outcomeOf(after)).toEqual(outcome)
  })

  test('can go from every state to every state, and the table shows each way', () => {
    const shown = new Set(TABLE.map(([, given, outcome]) => `${given.state} -> ${outcome === 'stays' ? given.state : outcome.state}`))
    expect([...shown].sort()).toEqual(MEMBER_STATES.flatMap((from) => MEMBER_STATES.map((to) => `${from} -> ${to}`)).sort())
  })

  test('remembers the epoch that it comes from, and since which epoch it has each partition', () => {
    const { after } = step({ state: 'STABLE', assigned: [0], target: [0, 1], targetEpoch: 5 })
    expect(after.previousMemberEpoch).toBe(1)
    expect(after.assigned.get('t')).toEqual(new Map([[0, 1], [1, 5]]))
  })

  test('keeps its partitions and their epochs when it only changes its epoch', () => {
    const { after } = step({ state: 'STABLE', assigned: [0, 1], target: [0, 1], targetEpoch: 5 })
    expect(after.assigned.get('t')).toEqual(new Map([[0, 1], [1, 1]]))
  })

  test('is given nothing of a topic that it is not subscribed to, whatever its target says', () => {
    const { after } = step({ state: 'STABLE', assigned: [], target: [0], isStray: true })
    expect(outcomeOf(after)).toEqual({ state: 'STABLE', epoch: 2, assigned: [] })
  })
})
