// Widths of columns and the order a header asks for.
import { expect, it } from 'vitest'
import { clampWidth, columnTemplate, leastWidthPx, nextSort } from '../../../renderer/ui/grid-columns.ts'

const columns = [
  { id: 'time', width: '142px' },
  { id: 'key', width: 'minmax(90px, 1fr)', minWidth: 60 },
  { id: 'value', width: '2fr' },
]

it.each([
  ['as the screen has them', {}, '142px minmax(90px, 1fr) 2fr', 232],
  ['one chosen by hand', { key: 200 }, '142px 200px 2fr', 342],
  ['never narrower than it may be', { key: 3, time: 1 }, '40px 60px 2fr', 100],
  ['a width of a column that is gone', { size: 200 }, '142px minmax(90px, 1fr) 2fr', 232],
])('%s', (_what, widths, template, least) => {
  expect(columnTemplate(columns, widths)).toBe(template)
  expect(leastWidthPx(columns, widths)).toBe(least)
})

it('keeps a width within reason, in whole pixels', () => {
  expect([clampWidth(columns[0]!, 10.6), clampWidth(columns[0]!, 90.6), clampWidth(columns[0]!, 1e9)]).toEqual([40, 91, 2_000])
})

it('texts are sorted from A, numbers from the largest; then the other way; then not at all', () => {
  const name = { id: 'name' }
  const lag = { id: 'lag', align: 'end' as const }
  expect(nextSort(name, null)).toEqual({ id: 'name', descending: false })
  expect(nextSort(name, { id: 'name', descending: false })).toEqual({ id: 'name', descending: true })
  expect(nextSort(name, { id: 'name', descending: true })).toBeNull()
  expect(nextSort(lag, { id: 'name', descending: true })).toEqual({ id: 'lag', descending: true })
  expect(nextSort(lag, { id: 'lag', descending: true })).toEqual({ id: 'lag', descending: false })
  expect(nextSort(lag, { id: 'lag', descending: false })).toBeNull()
})
