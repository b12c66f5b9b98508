import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mentionedMembers, membersText } from '../../../../core/scan/sandbox/json-members.ts'

it.each([
  ['value.amount > 1 && value?.id === 5', ['amount', 'id']],
  ['value.customer.name.includes("x")', ['customer']],
  ['headers.a === "b"', []],
  ['value["a"]', null],
  ['value', null],
  ['const { a } = value; return a', null],
  ['value.includes("x")', null],
  ['value?.includes?.("x")', null],
  ['value.toString', null],
  ['headers.value.a', null],
  ['(record) => record.value.a', null],
  ['valueText.length > 5 && value.a', null],
  ['[1].map(function () { return value.a })', null],
])('%s sees %j', (text, names) => {
  expect(mentionedMembers(text)?.map(String) ?? null).toEqual(names)
})

const members = (text: string, ...names: string[]): string | null => membersText(Buffer.from(text), names.map((name) => Buffer.from(name)))

it.each([
  ['{"a":1,"b":2}', '{"a":1}'],
  [' { "b" : {"a":5} , "a" : [ {"x":"]"} ] } ', '{"a" : [ {"x":"]"} ]}'],
  ['{"a":1,"a":2}', '{"a":1,"a":2}'],
  ['{"b":1}', '{}'],
  ['{}', null],
  ['{"\\u0061":1}', null],
  ['{"a":1', null],
  ['{"a":1}}', null],
  ['{"a":1,}', null],
  ['{"a":1 "b":2}', null],
  ['{"a":01}', null],
  ['{"b":tru,"a":1}', null],
  ['[1]', null],
  ['text', null],
  ['', null],
])('of %j', (text, taken) => {
  expect(members(text, 'a')).toBe(taken)
})

it('gives what parsing all of it would', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string()), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }), fc.constantFrom(0, 2), (object, indent) => {
      const text = JSON.stringify(object, null, indent)
      const whole = JSON.parse(text) as Record<string, unknown>
      const part = JSON.parse(members(text, 'a', 'b') ?? text) as Record<string, unknown>
      expect([part['a'], part['b']]).toEqual([whole['a'], whole['b']])
    }),
    { numRuns: 300 },
  )
})
