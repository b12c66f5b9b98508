// What is selected after a key or a click.
import { expect, it } from 'vitest'
import { allOf, type GridRows, indexOfKey, rangeOf, toggled } from '../../../renderer/ui/grid-selection.ts'

const keyOf = (row: string): string => row
const rowsOf = (...rows: (string | undefined)[]): GridRows<string> => ({ count: rows.length, at: (index) => rows[index] })
const letters = rowsOf('a', 'b', 'c', 'd', 'e')

it('a row is selected by one press and unselected by the next, and the others stay', () => {
  const before = new Set(['a', 'b'])
  expect([...toggled(before, 'c')]).toEqual(['a', 'b', 'c'])
  expect([...toggled(before, 'a')]).toEqual(['b'])
  expect([...before]).toEqual(['a', 'b'])
})

it.each([
  ['downwards', 1, 3, ['b', 'c', 'd']],
  ['upwards', 3, 1, ['b', 'c', 'd']],
  ['one row', 2, 2, ['c']],
  ['beyond the ends', -4, 99, ['a', 'b', 'c', 'd', 'e']],
])('a range %s', (_way, from, to, keys) => {
  expect([...rangeOf(letters, keyOf, from, to)]).toEqual(keys)
})

it('rows that are not loaded cannot be selected', () => {
  expect([...allOf(rowsOf('a', undefined, 'c', undefined), keyOf)]).toEqual(['a', 'c'])
  expect([...allOf(rowsOf(), keyOf)]).toEqual([])
})

it('a list of 100,000 rows that knows its places is never searched', () => {
  let reads = 0
  const rows: GridRows<string> = { count: 100_000, at: (index) => (reads++, `k${index}`), indexOf: (key) => Number(key.slice(1)) }
  expect(indexOfKey(rows, keyOf, 'k99999')).toBe(99_999)
  expect(reads).toBe(0)
})

it.each([
  ['c', 2],
  ['x', -1],
  [null, -1],
])('a short list is searched for %j', (key, index) => {
  expect(indexOfKey(rowsOf(undefined, 'b', 'c'), keyOf, key)).toBe(index)
})
