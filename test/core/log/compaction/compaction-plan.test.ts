// When a log is compacted, and how much of it.
import { describe, expect, it } from 'vitest'
import { type CompactionState, mustEndSegment, planCompaction } from '../../../../core/log/compaction/compaction-plan.ts'
import type { Extent } from '../../../../core/storage/extents.ts'
import { defaultLogConfigs } from '../../../support/logs.ts'

const NOW = 1_000_000
const configs = { ...defaultLogConfigs, isCompacted: true }

/** 100 offsets, a byte each unless said otherwise, ten seconds old. */
const extent = (index: number, more: Partial<Extent> = {}): Extent => ({
  generation: 1, firstOffset: index * 100, lastOffset: index * 100 + 99, bytes: 100, records: 100, maxTimestampMs: NOW - 10_000, firstAppendMs: NOW - 10_000, lastAppendMs: NOW - 10_000, ...more,
})

const state = (more: Partial<CompactionState> = {}): CompactionState => ({
  closed: [extent(0), extent(1), extent(2)], logStartOffset: 0, lastStableOffset: 1000, record: undefined, nowMs: NOW, ...more,
})

describe('a log is due', () => {
  it.each([
    ['when it never was compacted', {}, {}, true],
    ['not when only a third is uncompacted and half is asked for', { record: { cleanedUntil: 200, nextHorizonMs: -1 } }, {}, false],
    ['when a third is more than is asked for', { record: { cleanedUntil: 200, nextHorizonMs: -1 } }, { minCleanableDirtyRatio: 0.3 }, true],
    ['not when nothing has come since', { record: { cleanedUntil: 300, nextHorizonMs: -1 } }, { minCleanableDirtyRatio: 0 }, false],
    ['when its oldest uncompacted record is older than max.compaction.lag.ms', { record: { cleanedUntil: 200, nextHorizonMs: -1 } }, { maxCompactionLagMs: 9000 }, true],
    ['not before that', { record: { cleanedUntil: 200, nextHorizonMs: -1 } }, { maxCompactionLagMs: 11_000 }, false],
    ['when its tombstones may go', { record: { cleanedUntil: 300, nextHorizonMs: NOW } }, {}, true],
    ['not before they may', { record: { cleanedUntil: 300, nextHorizonMs: NOW + 1 } }, {}, false],
    ['not when it is empty', { closed: [], record: { cleanedUntil: 300, nextHorizonMs: NOW } }, {}, false],
  ])('%s', (_when, known, changed, isDue) => {
    expect(planCompaction(state(known), { ...configs, ...changed }).isDue).toBe(isDue)
  })
})

describe('the part that may be compacted', () => {
  const until = (known: Partial<CompactionState>, changed = {}): number => planCompaction(state(known), { ...configs, ...changed }).cleanableUntil

  it('ends where segments still take records', () => expect(until({})).toBe(300))
  it('ends at the last stable offset', () => expect(until({ lastStableOffset: 150 })).toBe(150))
  it('leaves out what is younger than min.compaction.lag.ms', () => {
    expect(until({ closed: [extent(0, { maxTimestampMs: NOW - 20_000 }), extent(1), extent(2)] }, { minCompactionLagMs: 15_000 })).toBe(100)
  })
  it('takes the time of arrival for records without timestamps', () => {
    expect(until({ closed: [extent(0, { maxTimestampMs: -1, lastAppendMs: NOW - 20_000 }), extent(1)] }, { minCompactionLagMs: 15_000 })).toBe(100)
  })
  it('begins at the log start when that has moved on', () => {
    expect(planCompaction(state({ logStartOffset: 250, record: { cleanedUntil: 100, nextHorizonMs: -1 } }), configs).dirtyFrom).toBe(250)
  })
})

it('a segment ends at segment.ms, or at max.compaction.lag.ms where that is shorter', () => {
  const tail = extent(0)
  expect(mustEndSegment(tail, { ...configs, segmentMs: 10_000 }, NOW)).toBe(true)
  expect(mustEndSegment(tail, { ...configs, segmentMs: 10_001 }, NOW)).toBe(false)
  expect(mustEndSegment(tail, { ...configs, segmentMs: 10_001, maxCompactionLagMs: 5000 }, NOW)).toBe(true)
})
