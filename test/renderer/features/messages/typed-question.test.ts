// A question made of what was typed: which partitions are read, and for how long a seek may narrow them.
import { expect, it } from 'vitest'
import { ask, namedPartitions, withoutPartitions } from '../../../../renderer/features/messages/typed-question.ts'

const typed = (seek: string, partitions: readonly number[] = []) => ({ seek, filter: '', withAborted: false, partitions, pageSize: 200, timeZone: 'UTC' })

it.each([
  ['newest', [], null],
  ['0:3', [], [0]],
  ['2,0,2:@-15m', [], [2, 0]],
  ['0:3', [1, 4], [0]],
  ['newest', [1, 4], [1, 4]],
  ['not a place', [1], [1]],
])('a seek `%s` with %j chosen reads %j', (seek, chosen, read) => {
  expect(ask(typed(seek, chosen), 0).partitions).toEqual(read)
})

it('a seek that names no partition reads again what was read before one that did', () => {
  const [before, , after] = ['newest', '0:3', 'newest'].map((seek) => ask(typed(seek, [1, 4]), 0))
  expect(after).toEqual(before)
})

it.each([
  ['0:3', [0], '3'],
  ['2,0:@17:05', [2, 0], '@17:05'],
  ['@17:05:17:10', null, '@17:05:17:10'],
  ['4211', null, '4211'],
])('`%s` names %j and is `%s` without', (seek, named, without) => {
  expect(namedPartitions(seek)).toEqual(named)
  expect(withoutPartitions(seek)).toBe(without)
})

it('asks for at least as many rows as are wanted', () => {
  expect(ask(typed('-500'), 0).limit).toBe(500)
  expect(ask(typed('newest'), 0, 1_000).limit).toBe(1_000)
})
