import { expect, it } from 'vitest'
import { mappingOf, patternProblem, type TopicMapping } from '../../../../core/deadletters/recognise/topic-mapping.ts'

const mapping = (pattern: string): TopicMapping => ({ id: pattern, pattern, role: 'dlq', dialect: null, originTopic: null, group: null })
const mappings = ['/^err-/', '/^ERR/i', 'err-orders', '/[/', '/x'].map(mapping)

it.each([
  ['err-orders', 'err-orders'],
  ['err-payments', '/^err-/'],
  ['erratic', '/^ERR/i'],
  ['/x', '/x'],
  ['orders', undefined],
])('%s is matched by %s', (topic, pattern) => {
  expect(mappingOf(topic, mappings)?.pattern).toBe(pattern)
})

it('says what is wrong with an expression', () => {
  expect(patternProblem('/[/')).toMatch(/^Invalid regular expression/)
  expect([patternProblem('/a/'), patternProblem('[')]).toEqual([null, null])
})
