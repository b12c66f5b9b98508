// What is typed for a new topic is checked before it is sent.
import { describe, expect, it } from 'vitest'
import { checkConfig, checkTaken, checkTopicName, configsOf, parseCount, takenNames, valueIn, withConfig } from '../../../../renderer/features/topics/new-topic.ts'

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

it.each([
  ['orders', 'There is a topic "orders" already.'],
  ['orders_v2', '"orders_v2" and the topic "orders.v2" differ only by "." and "_", which Kafka does not allow.'],
  ['orders-v2', null],
  ['Orders', null],
])('judges the name %j beside the topics that are there', (name, verdict) => {
  expect(checkTaken(name, takenNames(['orders', 'orders.v2']))).toBe(verdict)
})

describe('a setting', () => {
  const row = (id: number, name: string, value: string) => ({ id, name, value })

  it.each([
    ['', '', null],
    ['', '1', 'Which setting is this?'],
    ['retention.ms', '-1', null],
    ['retention.ms', '7d', 'retention.ms is a whole number.'],
    ['preallocate', 'yes', 'preallocate is true or false.'],
    ['a.setting.of.another.cluster', 'anything', null],
    [' cleanup.policy ', 'delete', 'cleanup.policy is set above already.'],
  ])('%j = %j is judged before it is sent', (name, value, verdict) => {
    const last = row(2, name, value)
    expect(checkConfig(last, [row(1, 'cleanup.policy', 'compact'), last])).toBe(verdict)
  })

  it('is sent without the space around it, and not at all without a name', () => {
    expect(configsOf([row(1, ' retention.ms ', ' 1000 '), row(2, '', ''), row(3, 'cleanup.policy', 'compact,delete')])).toEqual({
      'retention.ms': '1000',
      'cleanup.policy': 'compact,delete',
    })
  })

  it('is set, changed in its place, and taken away by a shortcut', () => {
    const set = withConfig([row(4, 'a', '1')], 'retention.ms', '60000')
    expect(set).toEqual([row(4, 'a', '1'), row(5, 'retention.ms', '60000')])
    const changed = withConfig([...set, row(6, 'b', '2')], 'retention.ms', '-1')
    expect([changed[1], valueIn(changed, 'retention.ms')]).toEqual([row(5, 'retention.ms', '-1'), '-1'])
    expect(withConfig(changed, 'retention.ms', '')).toEqual([row(4, 'a', '1'), row(6, 'b', '2')])
    expect(valueIn([], 'retention.ms')).toBe('')
  })
})
