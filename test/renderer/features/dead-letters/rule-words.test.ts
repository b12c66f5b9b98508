import { expect, it } from 'vitest'
import { emptyMapping, mappingWords, readPattern } from '../../../../renderer/features/dead-letters/rule-words.ts'

it('A pattern is a name, or a regular expression in slashes', () => {
  const hits = (pattern: string): string[] => {
    const reading = readPattern(pattern)
    return reading.ok ? ['errors', 'errors-orders', 'my-errors'].filter(reading.matches) : [reading.problem]
  }
  expect(hits('errors')).toEqual(['errors'])
  expect(hits(' errors ')).toEqual(['errors'])
  expect(hits('/^errors/')).toEqual(['errors', 'errors-orders'])
  expect(hits('')).toEqual(['Write a topic’s name, or a regular expression in slashes: /^errors-.+$/'])
  expect(hits('/(/')[0]).toMatch(/regular expression/)
})

it('A rule is read as a sentence', () => {
  const rule = emptyMapping('1', 'errors')
  expect(mappingWords(rule)).toBe('errors holds dead letters')
  expect(mappingWords({ ...rule, originTopic: 'orders', group: 'billing' })).toBe('errors holds dead letters of orders for billing')
  expect(mappingWords({ ...rule, role: 'none' })).toBe('errors is none of these')
})
