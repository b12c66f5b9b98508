// Records in the order in which their origins were written.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../core/base/random.ts'
import { type Orderable, planOrder } from '../../../../core/deadletters/replay/plan-order.ts'

function at(topic: string, partition: number | null, offset: number | null, timestampMs: number | null, source = 0): Orderable {
  return { origin: { topic, topicId: null, partition, offset, timestampMs, group: null }, source: { offset: source }, timestampMs: timestampMs ?? 0 }
}

const named = (items: readonly Orderable[]): string[] => planOrder(items).map((index) => `${items[index]!.origin?.partition}/${items[index]!.origin?.offset}`)

describe('the order of a plan', () => {
  it('is that of offsets in one partition, whatever the clocks said', () => {
    expect(named([at('t', 0, 3, 10), at('t', 0, 1, 30), at('t', 0, 2, 20)])).toEqual(['0/1', '0/2', '0/3'])
  })

  it('is that of time between partitions, where that does not turn a partition around', () => {
    expect(named([at('t', 1, 5, 25), at('t', 0, 1, 10), at('t', 0, 2, 30), at('t', 1, 4, 20)])).toEqual(['0/1', '1/4', '1/5', '0/2'])
  })

  it('goes by time, then by the dead letter, where no origin offset is known', () => {
    const items = [at('t', null, null, 20, 1), at('t', null, null, 10, 9), at('t', null, null, 10, 3)]
    expect(planOrder(items)).toEqual([2, 1, 0])
    expect(planOrder([{ origin: null, source: { line: 4 }, timestampMs: 5 }, { origin: null, source: { line: 2 }, timestampMs: 5 }])).toEqual([1, 0])
  })

  it('keeps R4 for every pair of one partition, over seeds', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed)
      const items = Array.from({ length: 60 }, (_, i) => at('t', random.below(4), random.below(50), random.below(100), i))
      const ordered = planOrder(items).map((index) => items[index]!)
      expect(ordered).toHaveLength(60)
      for (const partition of [0, 1, 2, 3]) {
        const offsets = ordered.flatMap(({ origin }) => (origin!.partition === partition ? [origin!.offset!] : []))
        expect(offsets, `seed ${seed}`).toEqual(offsets.toSorted((a, b) => a - b))
      }
    }
  })
})
