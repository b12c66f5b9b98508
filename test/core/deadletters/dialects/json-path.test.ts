import { expect, it } from 'vitest'
import { jsonPath, pathSteps } from '../../../../core/deadletters/dialects/json-path.ts'

const value = { error: { message: 'm', codes: [1, { x: null }] }, 'a b': { 'c\'d': 2 }, length: 3 }

it.each([
  ['$', value],
  ['$.error.message', 'm'],
  ['error.message', 'm'],
  ['$.error.codes[0]', 1],
  ['error.codes[1].x', null],
  ["$['a b']['c\\'d']", 2],
  ['$["a b"]', value['a b']],
  ['length', 3],
  ['error.codes.length', 2],
  ['error.none', undefined],
  ['error.message.length', undefined],
  ['__proto__', undefined],
])('%s', (path, expected) => {
  expect(jsonPath(value, pathSteps(path)!)).toEqual(expected)
})

it.each(['$..a', '$.a[*]', 'a[', 'a b', '$.', 'a[x]'])('%s is not such a path', (path) => {
  expect(pathSteps(path)).toBeNull()
})
