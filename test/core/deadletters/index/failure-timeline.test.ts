import { expect, it } from 'vitest'
import { labelOf, timelineOf } from '../../../../core/deadletters/index/failure-timeline.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry } from '../../../support/failure-entries.ts'

const own = (fingerprint: string): string => fingerprint
const range = { fromMs: undefined, untilMs: undefined, steps: 4, nowMs: T0 + 8_000 }

it('counts each group into equal steps from the oldest to now; what has no time of its own is told', () => {
  const entries = [entry({ at: T0 }), entry({ at: T0 + 2_000 }), entry({ at: T0 + 2_100, timeQuality: 'unknown' }), entry({ at: T0 + 7_999, fingerprint: 'f2', class: 'E', message: null })]
  expect(timelineOf(entries, own, range)).toEqual({
    fromMs: T0,
    stepMs: 2_000,
    series: [
      { fingerprint: 'f1', label: 'PriceMissing: No price for <n>', counts: [1, 2, 0, 0], uncertain: [0, 1, 0, 0] },
      { fingerprint: 'f2', label: 'E', counts: [0, 0, 0, 1], uncertain: [0, 0, 0, 0] },
    ],
  })
})

it.each([
  [100_000, 100, 1_000],
  [301_000, 100, 5_000],
  [4 * 3_600_000, 60, 300_000],
  [4 * 3_600_000 + 1, 50, 300_000],
  [90 * 86_400_000, 60, 2 * 86_400_000],
  [4_000 * 86_400_000, 60, 90 * 86_400_000],
])('%i ms in at most %i steps are counted in a step a person can name: %i ms', (longMs, steps, stepMs) => {
  const { fromMs, stepMs: found, series } = timelineOf([entry({ at: T0 })], own, { fromMs: undefined, untilMs: undefined, steps, nowMs: T0 + longMs })
  const { counts } = series[0]!
  expect([found, fromMs % found, counts.length <= steps]).toEqual([stepMs, 0, true])
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(fromMs + counts.length * found).toBeGreaterThanOrEqual(T0 + longMs)
})

it('a range leaves out what lies outside', () => {
  const { fromMs, stepMs, series } = timelineOf([entry({ at: T0 }), entry({ at: T0 + 5_000 })], own, { ...range, fromMs: T0 + 4_000, untilMs: T0 + 8_000 })
  expect([fromMs, stepMs, series[0]!.counts]).toEqual([T0 + 4_000, 1_000, [0, 1, 0, 0]])
})

it('what is beyond ten groups is one series', () => {
  const entries = Array.from({ length: 12 }, (_, i) => Array.from({ length: 20 - i }, () => entry({ fingerprint: `f${i}` }))).flat()
  const { series } = timelineOf(entries, own, range)
  expect(series.map(({ fingerprint }) => fingerprint)).toEqual([...Array.from({ length: 10 }, (_, i) => `f${i}`), null])
  expect(series.at(-1)).toMatchObject({ label: 'Others', counts: [19, 0, 0, 0] })
})

it('without anything there is an axis', () => {
  expect(timelineOf([], own, range)).toEqual({ fromMs: T0 + 4_000, stepMs: 1_000, series: [] })
})

it('names a group by its class and masked message', () => {
  expect(labelOf({ class: 'a.b.Outer$PriceMissing', message: 'No price\nfor 12' })).toBe('PriceMissing: No price')
  expect(labelOf({ class: null, message: null })).toBe('No error was told')
})
