import { expect, it } from 'vitest'
import { isHidden, placeAfter, placeIn, placeText } from '../../../../core/deadletters/index/topic-index.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry, topicIndex } from '../../../support/failure-entries.ts'

it('keeps each partition in order of offsets, whatever order they come in', () => {
  const index = topicIndex([5, 1, 9, 3, 5].map((offset) => entry({ offset })).concat(entry({ partition: 1, offset: 2 })))
  expect([...index.partitions()].map((entries) => entries.map(({ offset }) => offset))).toEqual([[1, 3, 5, 9], [2]])
  expect([index.get(0, 3)?.offset, index.get(0, 4), index.get(7, 0)]).toEqual([3, undefined, undefined])
})

it('counts what is still in the log and what committed readers see', () => {
  const index = topicIndex([entry({ offset: 0 }), entry({ offset: 1, at: T0 - 5 }), entry({ offset: 2, transaction: 'aborted' }), entry({ offset: 3, at: T0 + 5 })], { 0: 1 })
  index.record.visited = { 0: 3 }
  expect(index.counts()).toEqual({ known: 2, newSinceVisit: 1, oldestMs: T0 - 5, newestMs: T0 + 5 })
  expect([index.isGone(entry({ offset: 0 })), index.isGone(entry({ offset: 1 }))]).toEqual([true, false])
})

it('hides what nobody reads who reads committed records', () => {
  expect((['aborted', 'open', 'unknown', 'committed', null] as const).map((transaction) => isHidden(entry({ transaction })))).toEqual([true, true, false, false, false])
})

it('names places', () => {
  const { record, key } = topicIndex([entry()])
  expect([placeText({ partition: 1, offset: 2 }), placeIn(record, 1, 2), placeAfter(record), key]).toEqual(['1/2', { topic: 1, partition: 1, offset: 2 }, { topic: 2, partition: 0, offset: 0 }, 'cluster/id'])
})
