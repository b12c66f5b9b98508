// JSON is read strictly and shown exactly.
import { expect, it } from 'vitest'
import { layOutJson, isBeyondDouble, textOf } from '../../../renderer/format/json-layout.ts'
import { readJson, tintJson } from '../../../renderer/format/json-tokens.ts'
import * as fc from 'fast-check'

const texts = (text: string): string[] => {
  const reading = readJson(text)
  if (!reading.ok) throw new Error(reading.error.message)
  return reading.tokens.map((token) => token.text)
}

it.each(['9007199254740993', '-9223372036854775808', '9223372036854775807', '18446744073709551615', '1.0', '1e400', '0.1000', '-0'])(
  'keeps the number %s as written',
  (number) => {
    expect(texts(`{"n":${number}}`)).toEqual(['{', '"n"', ':', number, '}'])
  },
)

it('keeps duplicate keys, their order and the escapes as written', () => {
  expect(texts('{"a":"\\u0041","a":"A\\/"}')).toEqual(['{', '"a"', ':', '"\\u0041"', ',', '"a"', ':', '"A\\/"', '}'])
})

it.each([
  ['', 1, 1, 'expected a value, the text ends'],
  ['{"a":1,}', 1, 8, 'expected a name in double quotes, found "}"'],
  ['[1,]', 1, 4, 'expected a value, found "]"'],
  ['[1}', 1, 3, 'expected a comma or the closing bracket, found "}"'],
  ['{\n  "a": 01\n}', 2, 9, 'expected a comma or the closing bracket, found "1"'],
  ['{"a":1} x', 1, 9, 'expected nothing more, found "x"'],
  ["{'a':1}", 1, 2, 'expected a name in double quotes or }, found "\'"'],
  ['"tab\there"', 1, 1, 'expected a value, found "\\""'],
  ['{"a" 1}', 1, 6, 'expected a colon, found "1"'],
  ['[NaN]', 1, 2, 'expected a value or ], found "N"'],
])('refuses %j at line %i, column %i', (text, line, column, message) => {
  expect(readJson(text)).toEqual({ ok: false, error: { line, column, message } })
})

it('agrees with JSON.parse on what is JSON', () => {
  const nearJson = fc.array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '1', '-2.5e3', 'true', 'null', ' ', '01', '"'), {
    maxLength: 9,
  })
  fc.assert(
    fc.property(nearJson, (parts) => readJson(parts.join('')).ok === parses(parts.join(''))),
    { numRuns: 3_000 },
  )
})

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

it('lays any JSON out to a text that means the same', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const reading = readJson(text)
      if (!reading.ok) throw new Error(reading.error.message)
      expect(JSON.parse(textOf(layOutJson(reading.tokens)))).toEqual(JSON.parse(text))
    }),
  )
})

it('lays out one member a line and keeps empty brackets together', () => {
  const reading = readJson('{"a":[1,2],"b":{},"c":[]}')
  expect(reading.ok && textOf(layOutJson(reading.tokens))).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": {},\n  "c": []\n}')
})

it.each([
  ['9007199254740991', false],
  ['9007199254740993', true],
  ['-9223372036854775808', true],
  ['1234', false],
  ['12345678901234567.5', false],
])('tells whether %s is beyond a double', (text, beyond) => {
  expect(isBeyondDouble({ kind: 'number', text })).toBe(beyond)
})

it('tints text cut anywhere without losing a character', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      const cut = text.slice(0, at % (text.length + 1))
      expect(
        tintJson(cut)
          .map((token) => token.text)
          .join(''),
      ).toBe(cut)
    }),
  )
})

it('tells names from strings', () => {
  expect(tintJson('{"id": "x", "n": 12').filter((token) => token.text.trim() && token.kind !== 'punctuation')).toEqual([
    { kind: 'key', text: '"id"' },
    { kind: 'string', text: '"x"' },
    { kind: 'key', text: '"n"' },
    { kind: 'number', text: '12' },
  ])
})
