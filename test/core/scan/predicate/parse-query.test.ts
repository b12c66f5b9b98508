import { expect, it } from 'vitest'
import { parseQuery } from '../../../../core/scan/predicate/parse-query.ts'

const anywhere = (text: string) => ({ kind: 'contains', part: 'anywhere', text })
const bare = (text: string) => ({ text, isQuoted: false })
const quoted = (text: string) => ({ text, isQuoted: true })

it.each([
  ['', null],
  ['   ', null],
  ['no such customer', anywhere('no such customer')],
  ['status:failed', anywhere('status:failed')],
  ['"id":5', anywhere('"id":5')],
  ['"status": "failed"', anywhere('"status": "failed"')],
  ['search AND rescue OR not', anywhere('search AND rescue OR not')],
  ['-500', anywhere('-500')],
  ['"key:42"', anywhere('key:42')],
  ['keyboard > 5', anywhere('keyboard > 5')],
])('%j is a text as it stands', (text, predicate) => {
  expect(parseQuery(text)).toEqual(predicate)
})

it.each([
  ['key:42', { kind: 'contains', part: 'key', text: '42' }],
  ['key: 42', { kind: 'contains', part: 'key', text: '42' }],
  ['value:"two words"', { kind: 'contains', part: 'value', text: 'two words' }],
  ['key = "a \\" b"', { kind: 'part', part: 'key', comparison: '=', operand: quoted('a " b') }],
  ['value = null', { kind: 'part', part: 'value', comparison: '=', operand: bare('null') }],
  ['value.customer.id = 42', { kind: 'field', part: 'value', path: ['customer', 'id'], comparison: '=', operand: bare('42') }],
  ['value.amount>100', { kind: 'field', part: 'value', path: ['amount'], comparison: '>', operand: bare('100') }],
  ['value.lines[0].sku != x', { kind: 'field', part: 'value', path: ['lines', 0, 'sku'], comparison: '!=', operand: bare('x') }],
  ['value."a b"."c.d": x', { kind: 'field', part: 'value', path: ['a b', 'c.d'], comparison: 'contains', operand: bare('x') }],
  ['key.id <= 5', { kind: 'field', part: 'key', path: ['id'], comparison: '<=', operand: bare('5') }],
  ['header.traceId: x', { kind: 'header', name: 'traceId', comparison: 'contains', operand: bare('x') }],
  ['header.kafka_dlt-exception = "a b"', { kind: 'header', name: 'kafka_dlt-exception', comparison: '=', operand: quoted('a b') }],
  ['header.x.y = 1', { kind: 'header', name: 'x.y', comparison: '=', operand: bare('1') }],
  ['type:tombstone', { kind: 'type', type: 'tombstone' }],
  ['type != JSON', { kind: 'not', of: { kind: 'type', type: 'json' } }],
  ['size>100kb', { kind: 'size', comparison: '>', bytes: 102_400 }],
  ['size <= 1.5MB', { kind: 'size', comparison: '<=', bytes: 1_572_864 }],
  ['schema:204', { kind: 'schema', id: 204 }],
  ['-type:tombstone', { kind: 'not', of: { kind: 'type', type: 'tombstone' } }],
  ['not key:1', { kind: 'not', of: { kind: 'contains', part: 'key', text: '1' } }],
  ['-"heart beat"', { kind: 'not', of: anywhere('heart beat') }],
  ['timed out type:json "a b" size>5', { kind: 'all', of: [anywhere('timed out'), { kind: 'type', type: 'json' }, anywhere('a b'), { kind: 'size', comparison: '>', bytes: 5 }] }],
  ['key:1 AND key:2', { kind: 'all', of: ['1', '2'].map((text) => ({ kind: 'contains', part: 'key', text })) }],
  ['key:1 OR lost', { kind: 'any', of: [{ kind: 'contains', part: 'key', text: '1' }, anywhere('lost')] }],
  ['js: value.a > 1', { kind: 'javascript', text: 'value.a > 1' }],
])('%s is a condition', (text, predicate) => {
  expect(parseQuery(text)).toEqual(predicate)
})

it.each([
  ['key:', 'key: needs something behind it, as in key:42.'],
  ['value.amount >', 'value.amount > needs something behind it, as in value.id = 42.'],
  ['header:x', 'Say which header, as in header.traceId:42.'],
  ['type:nothing', 'There is no type "nothing"; there are tombstone, json, text, binary.'],
  ['size>many', '"many" is not a size; write it as in size>100kb.'],
  ['schema:x', '"x" is not a schema id; write it as in schema:204.'],
  ['key:1 OR', 'OR needs a condition on both of its sides.'],
  ['js:', 'There is no function yet.'],
  ['js: value.a >', 'Line 1: The text ends before the function is complete.'],
])('%s is refused, and what is meant is said', (text, message) => {
  expect(() => parseQuery(text)).toThrow(message)
})
