import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hueOf, largestTotal, marksAt, rangeOf, stepAt, stepsFor, stepsOf, timelinePieces, totalAt } from '../../../../renderer/features/dead-letters/timeline-shape.ts'
import { timeline } from './samples.ts'

const BOX = { width: 300, height: 60 }

describe('The histogram', () => {
  it('stacks groups from the bottom up, the highest step as high as the box', () => {
    const pieces = timelinePieces(timeline([[2, 0, 1], [2, 0, 0]]), BOX)
    expect(pieces.map(({ step, series, x, y, height }) => [step, series, x, y, height])).toEqual([
      [0, 0, 0, 30, 30],
      [0, 1, 0, 0, 30],
      [2, 0, 200, 45, 15],
    ])
  })

  it('draws what stands at a doubtful time apart, above what is certain', () => {
    const shown = timeline([[4]])
    shown.series[0]!.uncertain = [1]
    expect(timelinePieces(shown, BOX).map(({ isUncertain, height, y }) => [isUncertain, height, y])).toEqual([
      [false, 45, 15],
      [true, 15, 0],
    ])
  })

  it('shows a single failure among thousands', () => {
    const pieces = timelinePieces(timeline([[10_000, 1]]), BOX)
    expect(pieces.find(({ step }) => step === 1)!.height).toBeGreaterThanOrEqual(1)
  })

  it('is empty without failures', () => {
    expect(timelinePieces(timeline([]), BOX)).toEqual([])
    expect(timelinePieces(timeline([[0, 0]]), BOX)).toEqual([])
  })

  it('stays in its box, whatever the counts', () => {
    const counts = fc.array(fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 5 }), { maxLength: 11 })
    fc.assert(
      fc.property(counts, (series) => {
        for (const { x, y, width } of timelinePieces(timeline(series), BOX)) expect(x >= 0 && y >= 0 && x + width <= BOX.width + 1).toBe(true)
      }),
    )
  })
})

describe('A step', () => {
  it('is the one under the pointer, also at the edges', () => {
    expect([-5, 0, 99, 100, 299, 300, 400].map((x) => stepAt(x, BOX, 3))).toEqual([0, 0, 0, 1, 2, 2, 2])
  })

  it('stands for a time whose end is not in it, forwards or backwards', () => {
    const shown = timeline([[1, 2, 3]])
    expect(rangeOf(shown, 1)).toEqual({ fromMs: 1_100, untilMs: 1_200 })
    expect(rangeOf(shown, 2, 0)).toEqual(rangeOf(shown, 0, 2))
    expect([totalAt(shown, 2), largestTotal(shown), stepsOf(shown)]).toEqual([3, 3, 3])
  })

  it('has the marks that fall into it', () => {
    const marks = [1_100, 1_199, 1_200].map((atMs) => ({ atMs, kind: 'replay' as const, text: String(atMs), jobId: null }))
    expect(marksAt(timeline([[1, 1, 1]], { marks }), 1).map(({ atMs }) => atMs)).toEqual([1_100, 1_199])
  })
})

it('What is beyond the largest groups is grey', () => {
  const shown = timeline([[1], [1]])
  shown.series[1]!.fingerprint = null
  expect([hueOf(shown, 0), hueOf(shown, 1)]).toEqual(['var(--color-p0)', 'var(--color-n8)'])
})

it('As many steps are asked for as can be hit', () => {
  expect([0, 5, 480, 4_000].map(stepsFor)).toEqual([0, 0, 40, 120])
})
