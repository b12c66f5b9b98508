import { expect, it } from 'vitest'
import { functionProblem } from '../../../../core/scan/sandbox/function-text.ts'

it.each(['value.a > 1', '(record) => record', 'function f(record) { return 1 }', 'const a = value.a\nreturn a > 1', 'if (key) return true', 'value // the value', 'const value = 1; return value'])(
  'an expression, a function or a body can be run: %s',
  (text) => expect(functionProblem(text)).toBeNull(),
)

it.each([
  ['  ', 'There is no function yet.', null],
  ['value +', 'The text ends before the function is complete.', 1],
  ['const x = ;\nreturn 1', "Unexpected token ';'", 1],
  ['const x = 1\nreturn x +* 2', "Unexpected token '*'", 2],
  ['(record) => {\n  record.value = 1\n', 'The text ends before the function is complete.', 3],
  ['const a = 1\nconst a = 2\nreturn a', "Identifier 'a' has already been declared", 2],
])('says what is wrong with %j, and in which line', (text, message, line) => {
  expect(functionProblem(text)).toEqual({ message, line })
})
