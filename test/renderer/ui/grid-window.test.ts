// Which rows of a grid are seen and drawn, for lists of any length.
import { describe, expect, it } from 'vitest'
import {
  canvasPx,
  drawnRows,
  MAX_CANVAS_PX,
  ROW_HEIGHT,
  scrollTopOf,
  topOf,
  topShowing,
  visibleRows,
} from '../../../renderer/ui/grid-window.ts'

const viewPx = 650
const rowPx = ROW_HEIGHT

describe('a list that a browser can lay out', () => {
  const extent = { count: 100_000, viewPx, rowPx }

  it('is as high as its rows', () => {
    expect(canvasPx(100_000)).toBe(2_600_000)
  })

  it.each([0, 1, 1_234.5, 2_600_000 - viewPx])('stands where it was scrolled to: %d', (scrollTop) => {
    expect(topOf(scrollTop, extent)).toBe(scrollTop)
    expect(scrollTopOf(scrollTop, extent)).toBe(scrollTop)
  })

  it('goes no further than its ends', () => {
    expect(topOf(-50, extent)).toBe(0)
    expect(topOf(9_000_000, extent)).toBe(2_600_000 - viewPx)
  })
})

describe('a list that is too long for an element', () => {
  const extent = { count: 5_000_000, viewPx, rowPx }

  it('is as high as browsers allow', () => {
    expect(canvasPx(5_000_000)).toBe(MAX_CANVAS_PX)
  })

  it('begins and ends where the scroll bar does', () => {
    expect(topOf(0, extent)).toBe(0)
    expect(topOf(MAX_CANVAS_PX - viewPx, extent)).toBe(5_000_000 * ROW_HEIGHT - viewPx)
  })

  it.each([0, 26, 65_000_000, 129_999_000])('finds back to %d', (top) => {
    expect(topOf(scrollTopOf(top, extent), extent)).toBeCloseTo(top, 3)
  })
})

it.each([
  ['nothing', 0, 0, { first: 0, last: -1 }],
  ['fewer rows than fit', 0, 3, { first: 0, last: 2 }],
  ['the first page', 0, 1_000, { first: 0, last: 24 }],
  ['a row that is seen in part counts', 13, 1_000, { first: 0, last: 25 }],
  ['the last page', 26_000 - viewPx, 1_000, { first: 975, last: 999 }],
])('visible: %s', (_what, top, count, rows) => {
  expect(visibleRows(top, { count, viewPx, rowPx })).toEqual(rows)
})

it('draws what is seen and some more, and nothing that is not there', () => {
  for (const count of [0, 1, 30, 1_000]) {
    for (let top = 0; top <= Math.max(count * ROW_HEIGHT - viewPx, 0); top += 7) {
      const { start, end } = drawnRows(top, { count, viewPx, rowPx })
      const { first, last } = visibleRows(top, { count, viewPx, rowPx })
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(count)
      expect(start === 0 || start <= first - 8).toBe(true)
      expect(end === count || end >= last + 8).toBe(true)
      expect(end - start).toBeLessThan(60)
    }
  }
})

it('draws nothing beyond what is seen while the list flies past', () => {
  const extent = { count: 100_000, viewPx, rowPx: ROW_HEIGHT }
  const calm = drawnRows(26_000, extent, 100)
  const flying = drawnRows(26_000, extent, viewPx)
  const { first, last } = visibleRows(26_000, extent)
  expect(flying.start <= first && flying.end > last).toBe(true)
  expect(flying.end - flying.start).toBeLessThan(last - first + 10)
  expect(calm.end - calm.start).toBeGreaterThan(flying.end - flying.start + 15)
})

it('draws the same rows while it scrolls by less than a step', () => {
  const extent = { count: 1_000, viewPx: 26 * 24, rowPx: ROW_HEIGHT }
  expect(drawnRows(104 * 5 + 1, extent)).toEqual(drawnRows(104 * 5 + 103, extent))
})

it.each([
  ['above: it becomes the first', 10, 1_000, 260],
  ['below: it becomes the last', 100, 1_000, 101 * 26 - viewPx],
  ['in sight: nothing moves', 45, 1_000, 1_000],
  ['half in sight at the top', 38, 1_000, 988],
])('shows a row that is %s', (_where, index, top, expected) => {
  expect(topShowing(index, top, { count: 1_000, viewPx, rowPx })).toBe(expected)
})
