import fc from 'fast-check'
import { expect, it } from 'vitest'
import { JsonField } from '../../../../core/scan/predicate/json-field.ts'
import type { PathStep } from '../../../../core/scan/predicate/predicate.ts'

function valuesAt(text: string, path: PathStep[]): string[] {
  const values: string[] = []
  const bytes = Buffer.from(`xx${text}yy`)
  new JsonField(path, (within, from, end) => values.push(within.toString('utf8', from, end)) < 0).isIn(bytes, 2, bytes.length - 2)
  return values
}

it.each([
  ['{"a":1}', ['a'], ['1']],
  [' { "b" : [1,{"a":2}] , "a" : "x\\"y" } ', ['a'], ['"x\\"y"']],
  ['{"a":{"b":{"c":null}}}', ['a', 'b', 'c'], ['null']],
  ['{"lines":[{"sku":"x"},{"sku":"y"},5]}', ['lines', 'sku'], ['"x"', '"y"']],
  ['{"lines":[[1,2],[3,4]]}', ['lines', 1, 0], ['3']],
  ['[{"a":1},{"a":2}]', ['a'], ['1', '2']],
  ['{"\\u0061":7,"é":8}', ['a'], ['7']],
  ['{"é":8}', ['é'], ['8']],
  ['{"a":{"x":"}"},"b":[1,"]"]}', ['b'], ['[1,"]"]']],
  ['{"ab":1,"a":2}', ['a'], ['2']],
  ['"a"', ['a'], []],
  ['12', ['a'], []],
  ['', ['a'], []],
  ['{"a":1', ['a'], ['1']],
  ['{"a":"open', ['a'], []],
  ['{a:1}', ['a'], []],
  ['{"a"', ['a'], []],
])('of %s at %j', (text, path, values) => {
  expect(valuesAt(text, path)).toEqual(values)
})

it('finds what JSON.parse finds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.oneof(fc.constantFrom('a', 'b', ''), fc.string(), fc.nat(2)), { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 1, 2), (inner, path, indent) => {
      const value = { a: inner, b: [inner, { a: inner }], '': { b: inner } }
      const found = valuesAt(JSON.stringify(value, null, indent), path).map((text) => JSON.parse(text) as unknown)
      expect(found).toEqual(valuesOf(value, path))
    }),
    { numRuns: 300 },
  )
})

function valuesOf(value: unknown, path: readonly PathStep[]): unknown[] {
  const [step, ...rest] = path
  if (step === undefined) return [JSON.parse(JSON.stringify(value))]
  if (Array.isArray(value)) return typeof step === 'number' ? (step < value.length ? valuesOf(value[step], rest) : []) : value.flatMap((element) => valuesOf(element, path))
  if (typeof value !== 'object' || value === null || typeof step === 'number') return []
  return Object.hasOwn(value, step) ? valuesOf((value as Record<string, unknown>)[step], rest) : []
}

it('ends with any bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'{}[]",:\\a1 '.split('')), { maxLength: 40 }), (letters) => {
      expect(valuesAt(letters.join(''), ['a', 0]).length).toBeLessThan(50)
    }),
    { numRuns: 2_000 },
  )
  expect(valuesAt('['.repeat(100_000), ['a'])).toEqual([])
})

it.each([
  ['{"a":1,"a":2}', ['a'], ['1']],
  ['{"b":{"c":1},"a":{"b":{}},"a":{"b":3}}', ['a', 'b'], ['{}']],
  ['[{"a":{"x":1,"b":2},"c":[{"b":9}]},{"a":{"b":3}}]', ['a', 'b'], ['2', '3']],
  [`{"note":"${'x'.repeat(100)}\\\\","a":1}`, ['a'], ['1']],
  [`{"note":"${'x'.repeat(100)}\\"","a":1}`, ['a'], ['1']],
  [`{"note":"${'\\"'.repeat(100)}","a":1}`, ['a'], ['1']],
  [`{"note":"${'x'.repeat(100)}`, ['a'], []],
])('of %s at %j it takes the first, and goes on only in a list', (text, path, values) => {
  expect(valuesAt(text, path)).toEqual(values)
})
