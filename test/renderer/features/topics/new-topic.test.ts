// What is typed for a new topic is checked before it is sent.
import { expect, it } from 'vitest'
import { checkTopicName, parseConfigs, parseCount } from '../../../../renderer/features/topics/new-topic.ts'

it.each([
  ['orders', null],
  ['Orders_v2.retry-1', null],
  ['..', 'A topic cannot be called "..".'],
  ['a b', 'A topic name cannot contain " ". Use letters, digits, dot, underscore and hyphen.'],
  ['größe', 'A topic name cannot contain "ö". Use letters, digits, dot, underscore and hyphen.'],
  ['a'.repeat(249), null],
  ['a'.repeat(250), 'A topic name has at most 249 characters; this one has 250.'],
])('judges the name %j', (name, verdict) => {
  expect(checkTopicName(name)).toBe(verdict)
})

it.each([
  ['', undefined],
  [' 12 ', 12],
  ['0', null],
  ['101', null],
  ['1.5', null],
  ['many', null],
])('reads the count %j', (text, count) => {
  expect(parseCount(text, 100)).toBe(count)
})

it('reads settings one a line and names the line that is none', () => {
  expect(parseConfigs('retention.ms = 1000\n\n cleanup.policy=compact,delete \nempty=')).toEqual({
    ok: true,
    values: { 'retention.ms': '1000', 'cleanup.policy': 'compact,delete', empty: '' },
  })
  expect(parseConfigs('retention.ms 1000')).toEqual({ ok: false, error: '"retention.ms 1000" is not name=value.' })
})
