// Which groups count as stuck at a record, from looks at them.
import { describe, expect, it } from 'vitest'
import { type SeenPartition, StuckGroups } from '../../../../core/deadletters/poison/stuck-groups.ts'

const seen = (changes: Partial<SeenPartition> = {}): SeenPartition => ({ groupId: 'billing', topic: 'orders', partition: 0, committedOffset: 7, hasCommitted: true, endOffset: 20, state: 'Stable', memberIds: ['a'], isAssigned: true, ...changes })

function looks(groups: StuckGroups, partitions: readonly SeenPartition[], everyMs = 3000): number[] {
  return partitions.map((partition, at) => groups.look([partition], at * everyMs).length)
}

describe('A group is stuck', () => {
  it('that has a member and does not get past an offset for a while', () => {
    const groups = new StuckGroups()
    expect(looks(groups, Array.from({ length: 10 }, () => seen()))).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    expect(groups.look([seen()], 30_000)[0]).toMatchObject({ observations: 11, why: 'For 30 s a member has had the partition without getting past offset 7.', stuckSinceMs: 0 })
  })

  it('whose members are lost again and again at one offset', () => {
    const groups = new StuckGroups()
    expect(looks(groups, ['a', 'b', 'c', 'd'].map((memberId) => seen({ memberIds: [memberId] })))).toEqual([0, 0, 0, 1])
    expect(groups.look([seen({ memberIds: ['d'] })], 12_000)[0]!.why).toBe('Members were lost or joined again 3 times at offset 7, without a commit.')
  })

  it('also once its consumers have stopped, until it moves', () => {
    const groups = new StuckGroups()
    looks(groups, Array.from({ length: 8 }, () => seen()))
    expect(groups.look([seen({ memberIds: [], isAssigned: false, state: 'Empty' })], 60_000)).toHaveLength(1)
    expect(groups.look([seen({ committedOffset: 8 })], 61_000)).toEqual([])
  })
})

describe('A group is not stuck', () => {
  it('that has read everything', () => {
    expect(looks(new StuckGroups(), Array.from({ length: 10 }, () => seen({ endOffset: 7 })))).toEqual(Array.from({ length: 10 }, () => 0))
  })

  it('that commits', () => {
    expect(looks(new StuckGroups(), Array.from({ length: 20 }, (_, at) => seen({ committedOffset: Math.floor(at / 4), endOffset: 100 })))).toEqual(Array.from({ length: 20 }, () => 0))
  })

  it('that has never committed, as one that keeps its offsets elsewhere, while its members stay', () => {
    expect(looks(new StuckGroups(), Array.from({ length: 20 }, () => seen({ committedOffset: 0, hasCommitted: false }))).at(-1)).toBe(0)
  })

  it('that has never committed while members merely come, and all go at once', () => {
    const grows = ['a', 'ab', 'abc', 'abcd', 'abcde', ''].map((ids) => seen({ committedOffset: 0, hasCommitted: false, memberIds: [...ids], isAssigned: ids !== '' }))
    expect(looks(new StuckGroups(), grows)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('A group that has never committed', () => {
  const first = (memberIds: string[]): SeenPartition => seen({ committedOffset: 0, hasCommitted: false, memberIds, isAssigned: memberIds.length > 0, state: memberIds.length > 0 ? 'Stable' : 'Empty' })

  it('is stuck at its first record when its members are lost again and again, also with nobody there between two lives', () => {
    const groups = new StuckGroups()
    expect(looks(groups, [['a'], [], ['b'], [], ['c'], []].map(first))).toEqual([0, 0, 0, 0, 0, 1])
    expect(groups.look([first([])], 18_000)[0]).toMatchObject({ certainty: 'stuck', why: 'Members were lost 3 times, and the group has never committed here: what it reads first is offset 0.' })
    expect(groups.uncommitted()).toEqual([first([])])
  })

  it('is remembered without members, but not for ever', () => {
    const groups = new StuckGroups()
    looks(groups, [['a'], ['b'], ['c'], ['d']].map(first))
    expect(groups.look([first([])], 300_000)).toHaveLength(1)
    expect(groups.look([first([])], 700_000)).toEqual([])
    expect(groups.uncommitted()).toEqual([])
  })
})

describe('A group has stopped at a record', () => {
  const idle = seen({ memberIds: [], isAssigned: false, state: 'Empty' })

  it('that has no members and does not move for a while: it may just not be running', () => {
    const groups = new StuckGroups()
    expect(looks(groups, [seen(), ...Array.from({ length: 8 }, () => idle)])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(groups.look([idle], 30_000)[0]).toMatchObject({
      certainty: 'stopped', stuckSinceMs: 3_000,
      why: 'It has had no members and stayed at offset 7 for 27 s, while records wait behind it. It may just not be running: look at the record before you move the group.',
    })
  })

  it('no more, once somebody reads or it has moved', () => {
    const groups = new StuckGroups()
    looks(groups, Array.from({ length: 8 }, () => idle))
    expect(groups.look([seen()], 30_000)).toEqual([])
    expect(groups.look([idle], 31_000)).toEqual([])
    looks(groups, Array.from({ length: 20 }, () => idle))
    expect(groups.look([{ ...idle, committedOffset: 8 }], 100_000)).toEqual([])
  })
})
