import { expect, test } from 'vitest'
import { Member } from '../../../../core/groups/classic/member.ts'
import { selectProtocol, supportedByAll } from '../../../../core/groups/classic/protocol-selection.ts'

const member = (...names: string[]): Member =>
  new Member({
    memberId: names.join(), groupInstanceId: null, clientId: '', clientHost: '', sessionTimeoutMs: 1, rebalanceTimeoutMs: 1,
    protocols: names.map((name) => ({ name, metadata: Buffer.alloc(0) })),
  })

test.each([
  ['the only one', [['range']], 'range'],
  ['most votes win', [['range', 'sticky'], ['sticky', 'range'], ['sticky', 'range']], 'sticky'],
  ['of equals the one that was voted for first', [['range', 'sticky'], ['sticky', 'range']], 'range'],
  ['a favourite that not all support gives way to the next', [['own', 'range'], ['own', 'sticky', 'range'], ['sticky', 'range']], 'range'],
  ['the only common one, although nobody likes it best', [['a', 'common'], ['b', 'common']], 'common'],
])('%s', (_rule, supported, selected) => {
  expect(selectProtocol(supported.map((names) => member(...names)))).toBe(selected)
})

test('selecting without anything in common is a bug', () => {
  expect(() => selectProtocol([member('a'), member('b')])).toThrow('no protocol is supported by all members')
  expect(() => selectProtocol([])).toThrow('no protocol is supported by all members')
})

test('a protocol is supported by all, or one lacks it', () => {
  expect(supportedByAll([member('a', 'b'), member('b')], 'b')).toBe(true)
  expect(supportedByAll([member('a', 'b'), member('b')], 'a')).toBe(false)
})
