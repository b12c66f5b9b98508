// Which groups count as stuck at a record, from looks at them.
import { describe, expect, it } from 'vitest'
import { type SeenPartition, StuckGroups } from '../../../../core/deadletters/poison/stuck-groups.ts'

const seen = (changes: Partial<SeenPartition> = {}): SeenPartition => ({ groupId: 'billing', topic: 'orders', partition: 0, committedOffset: 7, endOffset: 20, state: 'Stable', memberIds: ['a'], isAssigned: true, ...changes })

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

  it('whose consumers were merely stopped', () => {
    const stopped = seen({ memberIds: [], isAssigned: false, state: 'Empty' })
    expect(looks(new StuckGroups(), [seen(), ...Array.from({ length: 20 }, () => stopped)]).at(-1)).toBe(0)
  })
})
