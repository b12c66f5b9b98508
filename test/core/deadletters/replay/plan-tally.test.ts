// Counts over chunks are the counts over all.
import { expect, it } from 'vitest'
import type { KeptItem } from '../../../../core/deadletters/replay/plan-item-rows.ts'
import { isOverruled, sumOf, tallyOf, targetsOf, totalsOf } from '../../../../core/deadletters/replay/plan-tally.ts'

function item(changes: Partial<KeptItem>): KeptItem {
  return {
    index: 0, source: { clusterId: 'c', topic: 'dlt', topicId: 'd', partition: 0, offset: 0 }, origin: null, dialect: 'scs', orderKey: '', targetTopic: 'orders', targetPartition: 0, payload: 'dlq',
    replayCount: 0, sizeBytes: 10, timestampMs: 5, isTombstone: false, contentHash: 'h', keyHashes: null, keyText: null, isForced: false, skip: null, problem: null, pin: null, ...changes,
  }
}
const skip = { reason: 'loop', message: '' } as const
const problem = { code: 'target-missing', message: '' }
const differs = { code: 'origin-differs', message: '' }

const ITEMS = [
  item({ timestampMs: 7, isTombstone: true, pin: 1 }),
  item({ timestampMs: -1, payload: 'edited', dialect: null }),
  item({ skip, problem }),
  item({ skip, isForced: true }),
  item({ problem, isForced: true, targetTopic: '' }),
  item({ problem: differs, isForced: true, targetTopic: 'other' }),
]

it('a skip goes before a problem, and what was let through counts as neither', () => {
  const totals = totalsOf(tallyOf(ITEMS), 3)
  expect(totals).toEqual({ sizeBytes: 60, oldestMs: 5, newestMs: 7, skipped: { loop: 1 }, unsendable: { 'target-missing': 1 }, edited: 1, tombstones: 1, pinnedBytes: 3 })
  expect([isOverruled(ITEMS[4]!), isOverruled(ITEMS[5]!)]).toEqual([false, true])
})

it('chunks add up', () => {
  expect(sumOf([tallyOf(ITEMS.slice(0, 2)), tallyOf(ITEMS.slice(2)), tallyOf([])])).toEqual(tallyOf(ITEMS))
  expect(targetsOf(tallyOf(ITEMS), { orders: { topicId: 'o', partitionCount: 3 } })).toEqual([
    { topic: 'orders', topicId: 'o', count: 4, partitionCount: 3 },
    { topic: 'other', topicId: null, count: 1, partitionCount: 0 },
  ])
})
