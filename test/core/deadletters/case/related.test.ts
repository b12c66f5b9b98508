import { expect, it } from 'vitest'
import { occurrencesOf, siblingsOf } from '../../../../core/deadletters/case/related.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry, topicIndex } from '../../../support/failure-entries.ts'

const one = entry({ offset: 0, at: T0 })
const index = topicIndex([one, entry({ offset: 1, at: T0 - 5 }), entry({ offset: 2, group: 'other' }), entry({ offset: 3, originOffset: 6 }), entry({ offset: 4, originOffset: 6, keyHash: 'h2' })])

it('occurrences are of the same origin record and group, oldest first', () => {
  expect(occurrencesOf(one, [index]).map(({ offset }) => offset)).toEqual([1])
  expect(occurrencesOf(entry({ originOffset: null }), [index])).toEqual([])
})

it('siblings are of the same key; a null key has none', () => {
  expect(siblingsOf(one, [index]).map(({ offset }) => offset)).toEqual([1, 2, 3])
  expect(siblingsOf(entry({ keyHash: '' }), [index])).toEqual([])
})
