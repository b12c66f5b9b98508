// JSON Schema as contracts of messages use it; what is not checked is refused.
import { describe, expect, it } from 'vitest'
import { SchemaError, valueSchema } from '../../../../../core/deadletters/replay/transform/value-schema.ts'

/** [schema, value, where and why not; null = it fits] */
const CASES: readonly [unknown, unknown, string | null][] = [
  [true, 1, null],
  [false, 1, ': nothing may be here.'],
  [{ type: 'integer' }, 1.5, ': it is number, not integer.'],
  [{ type: ['string', 'null'] }, null, null],
  [{ type: 'array' }, {}, ': it is object, not array.'],
  [{ enum: ['a', 1] }, 'b', ': it is none of "a", 1.'],
  [{ const: { a: 1 } }, { a: 1 }, null],
  [{ properties: { a: { properties: { b: { type: 'string' } } } } }, { a: { b: 1 } }, '/a/b: it is number, not string.'],
  [{ required: ['a'] }, { b: 1 }, ': "a" is missing.'],
  [{ properties: { a: true }, patternProperties: { '^x-': true }, additionalProperties: false }, { a: 1, 'x-b': 1 }, null],
  [{ properties: { a: true }, additionalProperties: false }, { 'b/c': 1 }, ': "b/c" may not be here.'],
  [{ additionalProperties: { type: 'number' } }, { 'b/c': 'x' }, '/b~1c: it is string, not number.'],
  [{ items: { minimum: 1 } }, [1, 0], '/1: it is less than 1.'],
  [{ prefixItems: [{ type: 'string' }], items: { type: 'number' } }, ['a', 'b'], '/1: it is string, not number.'],
  [{ minItems: 1, maxItems: 2, uniqueItems: true }, [1, 1], ': two of its elements are the same.'],
  [{ minLength: 2, maxLength: 3, pattern: '^\\p{L}+$' }, 'ü1', ': it does not match /^\\p{L}+$/.'],
  [{ maxLength: 1 }, '👍', null],
  [{ exclusiveMinimum: 0, exclusiveMaximum: 5, multipleOf: 0.5 }, 5, ': it is not less than 5.'],
  [{ minProperties: 2 }, { a: 1 }, ': it has fewer than 2 members.'],
  [{ propertyNames: { pattern: '^[a-z]+$' } }, { A: 1 }, '/A: it does not match /^[a-z]+$/.'],
  [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, true, ': it fits none of the choices.'],
  [{ oneOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, ': it fits 2 of the choices, not one.'],
  [{ allOf: [{ minimum: 1 }, { maximum: 3 }] }, 4, ': it is more than 3.'],
  [{ not: { type: 'null' } }, null, ': it is what it may not be.'],
  [{ $ref: '#/$defs/node', $defs: { node: { required: ['v'], properties: { next: { $ref: '#/$defs/node' } } } } }, { v: 1, next: { v: 2, next: {} } }, '/next/next: "v" is missing.'],
  [{ properties: { toString: { type: 'number' } } }, {}, null],
]

describe('a value', () => {
  it.each(CASES)('%j and %j', (schema, value, violation) => {
    const found = valueSchema(JSON.stringify(schema))(value)
    expect(found && `${found.path}: ${found.message}`).toBe(violation)
  })
})

/** [text, message] */
const REFUSED: readonly [string, string | RegExp][] = [
  ['{', /^The schema is not JSON: /],
  ['[]', 'A JSON Schema is an object, true or false.'],
  ['{"properties":{"a":{"dependentRequired":{}}}}', 'The keyword "dependentRequired" is not checked here. Remove it from the schema.'],
  ['{"$ref":"other.json"}', '"other.json" is in another document. Put it under "$defs" of this one.'],
  ['{"$ref":"#/$defs/a"}', 'The schema has nothing at "#/$defs/a".'],
  ['{"pattern":"("}', /^The pattern "\(" is none: /],
]

it.each(REFUSED)('%s is refused', (text, message) => {
  expect(() => valueSchema(text)).toThrow(SchemaError)
  expect(() => valueSchema(text)).toThrow(message)
})
