import { expect, it } from 'vitest'
import { keyId } from '../../../../renderer/features/dead-letters/failure-words.ts'
import { rowPast } from '../../../../renderer/features/dead-letters/row-past.ts'
import { row } from './samples.ts'

const ROWS = [0n, 1n, 2n, 3n].map((offset) => row({ key: { ...row().key, offset } }))
const idOf = (index: number): string => keyId(ROWS[index]!.key)
const rows = { count: ROWS.length, at: (index: number) => ROWS[index] }

it.each([
  [[0], 1],
  [[1, 2], 3],
  [[0, 2], 1],
  [[3], 2],
  [[2, 3], 1],
])('Where rows %j leave the list, %d comes next', (leaving, next) => {
  expect(rowPast(rows, new Set(leaving.map(idOf)))).toBe(ROWS[next])
})

it('Where all leave, none is next', () => {
  expect(rowPast(rows, new Set(ROWS.map(({ key }) => keyId(key))))).toBeNull()
  expect(rowPast(undefined, new Set())).toBeNull()
})
