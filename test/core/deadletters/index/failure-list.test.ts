import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ListOrder, pageOf } from '../../../../core/deadletters/index/failure-list.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry } from '../../../support/failure-entries.ts'

const entries = [entry({ offset: 0, at: T0, attempts: 2, keyText: 'b' }), entry({ offset: 1, at: T0 + 2, attempts: null, keyText: 'a' }), entry({ offset: 2, at: T0 + 1, attempts: 5, keyText: null }), entry({ offset: 3, at: T0 + 2, attempts: 2, keyText: 'b' })]

it.each<[ListOrder, number[]]>([
  ['newest', [3, 1, 2, 0]],
  ['oldest', [0, 2, 1, 3]],
  ['attempts', [2, 3, 0, 1]],
  ['key', [2, 1, 0, 3]],
])('%s', (order, offsets) => {
  expect(pageOf(entries, order, null, 10)).toEqual({ page: offsets.map((offset) => entries[offset]), cursor: null })
})

it('page after page gives everything once and in order, however long the pages', () => {
  const many = fc.array(fc.record({ at: fc.integer({ min: 0, max: 20 }), attempts: fc.option(fc.integer({ min: 0, max: 3 })), keyText: fc.option(fc.constantFrom('a', 'b', 'é')) }), { maxLength: 400 })
  fc.assert(fc.property(many, fc.constantFrom<ListOrder[]>('newest', 'oldest', 'attempts', 'key'), fc.integer({ min: 1, max: 70 }), (parts, order, limit) => {
    const all = parts.map((part, offset) => entry({ ...part, offset }))
    const paged: typeof all = []
    let cursor: string | null = null
    do {
      const next: ReturnType<typeof pageOf> = pageOf(all, order, cursor, limit)
      paged.push(...next.page)
      cursor = next.cursor
    } while (cursor !== null)
    expect(paged).toEqual(pageOf(all, order, null, 1_000).page)
    expect(new Set(paged).size).toBe(all.length)
  }), { numRuns: 200 })
})

it('a page goes on where it was though its last entry has gone', () => {
  const { cursor } = pageOf(entries, 'newest', null, 2)
  expect(pageOf(entries.filter(({ offset }) => offset !== 1), 'newest', cursor, 2).page.map(({ offset }) => offset)).toEqual([2, 0])
})
