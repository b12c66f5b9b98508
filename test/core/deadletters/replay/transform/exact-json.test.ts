// JSON that is read and written again says the same to the last digit.
import { expect, it } from 'vitest'
import { isRawNumber, parseExact, stringifyExact } from '../../../../../core/deadletters/replay/transform/exact-json.ts'

it.each(['1', '-0', '0.10', '1e400', '9007199254740993', '123456789012345678901234567890', '[1.0,{"a":2e2}]', '"9007199254740993"', 'null'])('%s stays as it is written', (text) => {
  expect(stringifyExact(parseExact(text))).toBe(text)
})

it('a number that JavaScript writes the same way is a number, another one keeps its text', () => {
  const [plain, long] = parseExact('[12, 9007199254740993]') as unknown[]
  expect(plain).toBe(12)
  expect(isRawNumber(long) && long.rawJSON).toBe('9007199254740993')
})
