import { describe, expect, test } from 'vitest'
import { collisionKey, isInternalTopic, validateTopicName } from '../../../core/metadata/topic-name.ts'

describe('a topic name', () => {
  test.each(['orders', 'a', '0', 'Orders.v1', 'a_b-c.d', '...', '.a', '_', '-', 'x'.repeat(249)])('%j is legal', (name) => {
    expect(validateTopicName(name)).toBeNull()
  })

  test.each([
    ['', 'A topic name must not be empty.'],
    ['.', 'Topic name "." is not allowed.'],
    ['..', 'Topic name ".." is not allowed.'],
    ['x'.repeat(250), `Topic name "${'x'.repeat(40)}…" has 250 characters; at most 249 are allowed.`],
    ['a b', 'Topic name "a b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    ['a/b', 'Topic name "a/b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    ['größe', 'Topic name "größe" may only contain ASCII letters, digits, ".", "_" and "-".'],
    ['a\n', 'Topic name "a\n" may only contain ASCII letters, digits, ".", "_" and "-".'],
  ])('%j is refused with a reason', (name, reason) => {
    expect(validateTopicName(name)).toBe(reason)
  })

  test('that differs from an existing one only in "." and "_" collides', () => {
    expect(collisionKey('a.b_c')).toBe(collisionKey('a_b.c'))
    expect(collisionKey('a.b')).not.toBe(collisionKey('a-b'))
    expect(validateTopicName('a.b', 'a_b')).toBe('Topic name "a.b" collides with the topic "a_b": "." and "_" count as the same character.')
  })

  test('does not collide with itself', () => {
    expect(validateTopicName('a.b', 'a.b')).toBeNull()
  })

  test.each([
    ['__consumer_offsets', true],
    ['__transaction_state', true],
    ['__consumer_offset', false],
    ['orders', false],
  ])('%s is internal: %s', (name, internal) => {
    expect(isInternalTopic(name)).toBe(internal)
  })
})
