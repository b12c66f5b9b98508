// Laying out JSON changes white space and nothing else.
import { expect, it } from 'vitest'
import { formattedJson } from '../../../../renderer/features/composer/json-format.ts'

it.each<[string, string, string | null]>([
  ['one line', '{"id":9007199254740993,"price":1.10,"s":"a\\u00e9 {,}","id":1E+2,"none":[],"list":[1,2]}', '{\n  "id": 9007199254740993,\n  "price": 1.10,\n  "s": "a\\u00e9 {,}",\n  "id": 1E+2,\n  "none": [],\n  "list": [\n    1,\n    2\n  ]\n}'],
  ['what is laid out already', '{\n  "a": 1\n}', null],
  ['what ends with a line break, which it keeps', '{"a":1}\n', '{\n  "a": 1\n}\n'],
  ['what is laid out and ends with a line break', '{\n  "a": 1\n}\n', null],
  ['what is not JSON', '{"a": }', null],
  ['what has to be filled in first', '{"n": {{seq}}}', null],
  ['nothing', '', null],
])('lays out %s', (_what, text, formatted) => {
  expect(formattedJson(text)).toBe(formatted)
})
