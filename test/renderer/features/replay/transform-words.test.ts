// A repair begins with one that changes nothing, and what was tried is said as it was.
import { expect, it } from 'vitest'
import { startOf, triedWords } from '../../../../renderer/features/replay/transform-words.ts'

it('begins with a repair that leaves every record as it is', () => {
  const code = startOf('javascript').split('\n').filter((line) => !line.trim().startsWith('//'))
  expect(code.join('\n')).toBe('(record) => {\n  return record\n}\n')
  expect(JSON.parse(startOf('json-patch'))).toEqual([])
})

it('says how many came out valid, and nothing of the kind where the repair itself does not compile', () => {
  const tried = { valid: 9, invalid: 0, unchanged: 9, checked: 9, total: 9, error: null }
  expect(triedWords(tried)).toBe('It changes nothing: 9 unchanged.')
  expect(triedWords({ ...tried, valid: 7, unchanged: 7, invalid: 2 })).toBe('It changes nothing: 7 unchanged, 2 left.')
  expect(triedWords({ ...tried, unchanged: 4 })).toBe('9 valid, none left; 4 of them unchanged.')
  expect(triedWords({ ...tried, valid: 0, unchanged: 0, checked: 0, error: { message: 'Unexpected token', line: 2 } })).toBe('Tried on no record: the repair itself has an error.')
})
