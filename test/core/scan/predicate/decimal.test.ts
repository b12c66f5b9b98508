import { expect, it } from 'vitest'
import { compareNumbers } from '../../../../core/scan/predicate/decimal.ts'
import { seededRandom } from '../../../../core/base/random.ts'

it.each([
  ['9007199254740993', '9007199254740992', 1],
  ['-9007199254740993', '-9007199254740992', -1],
  ['18446744073709551615', '18446744073709551615.0', 0],
  ['1e3', '1000', 0],
  ['1e999999', '9e999998', 1],
  ['0.1', '0.10000000000000000001', -1],
  ['-0', '0.000', 0],
  ['007', '7', 0],
  ['-1', '1e-400', -1],
])('%s against %s is %d', (a, b, sign) => {
  expect([Math.sign(compareNumbers(a, b)) + 0, Math.sign(compareNumbers(b, a)) + 0]).toEqual([sign, -sign + 0])
})

it('what is no number compares to nothing', () => {
  expect([compareNumbers('x', '1'), compareNumbers('1'.repeat(20), '1 2'), compareNumbers('', '0')]).toEqual([NaN, NaN, NaN])
})

it('compares whole numbers as BigInt does', () => {
  const random = seededRandom(7)
  const digits = (): string => `${random.below(2) === 0 ? '-' : ''}${Array.from({ length: 1 + random.below(25) }, () => random.below(10)).join('')}`
  for (let i = 0; i < 2_000; i++) {
    const [a, b] = [digits(), random.below(4) === 0 ? `${random.below(100)}` : digits()]
    const [left, right] = [BigInt(a), BigInt(b)]
    expect(Math.sign(compareNumbers(a, b)), `${a} ${b}`).toBe(left < right ? -1 : left > right ? 1 : 0)
  }
})
