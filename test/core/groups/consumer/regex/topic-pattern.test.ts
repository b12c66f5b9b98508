import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../../../../core/base/random.ts'
import { PatternError } from '../../../../../core/groups/consumer/regex/pattern-error.ts'
import { TopicPattern } from '../../../../../core/groups/consumer/regex/topic-pattern.ts'

const FIRST_SEED = Number(process.env['SEED'] ?? 1)
const SEEDS = Number(process.env['SEEDS'] ?? (process.env['SEED'] === undefined ? 30 : 1))

describe('a pattern matches whole names:', () => {
  test.each([
    ['orders', 'orders', true],
    ['orders', 'orders-eu', false],
    ['orders.*', 'orders-eu', true],
    ['.*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a|bc|', 'bc', true],
    ['(a|b)+c?', 'abab', true],
    ['(?:ab){2,3}', 'ababab', true],
    ['(?:ab){2,3}', 'abababab', false],
    ['a{2}', 'aa', true],
    ['a{2,}', 'aaaa', true],
    ['a{0}b', 'b', true],
    ['[a-c_]+', 'ab_c', true],
    ['[^a-c]+', 'xyz', true],
    ['[^a-c]+', 'xaz', false],
    ['[]a]+', ']a', true],
    ['[a\\-z]+', 'a-z', true],
    ['[a-]+', 'a-', true],
    ['\\d{4}', '2026', true],
    ['[\\d.]+', '1.2', true],
    ['\\w+\\.\\W', 'a_1.-', true],
    ['[[:alpha:]]+', 'abC', true],
    ['[[:^alpha:]]+', '12', true],
    ['\\pL+', 'abc', true],
    ['\\p{Lu}+', 'abc', false],
    ['\\p{^Lu}+', 'abc', true],
    ['\\P{Lu}+', 'abc', true],
    ['\\p{Greek}+', 'abc', false],
    ['(?i)OrDers', 'orders', true],
    ['(?i:o)rders', 'Orders', true],
    ['(?i:o)rders', 'ORDERS', false],
    ['a(?i)b|c', 'aB', true],
    ['a(?i)b|c', 'C', true],
    ['(?P<name>a)(?<other>b)', 'ab', true],
    ['^orders$', 'orders', true],
    ['\\Aorders\\z', 'orders', true],
    ['a$b', 'ab', false],
    ['\\borders\\b.*', 'orders.eu', true],
    ['ord\\Bers', 'orders', true],
    ['\\Qa.b\\E+', 'a.bbb', true],
    ['\\Qa.b', 'a.b', true],
    ['\\x61\\x{62}\\143', 'abc', true],
    ['a\\.b', 'aXb', false],
    ['x{', 'x{', true],
    ['x{,3}', 'x{,3}', true],
    ['a*?b+?c??', 'aab', true],
  ])('`%s` and "%s": %s', (pattern, topic, matches) => {
    expect(new TopicPattern(pattern).matches(topic)).toBe(matches)
  })
})

describe('what RE2 does not have is refused:', () => {
  test.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=a`'],
    ['(?!a)', 'invalid or unsupported Perl syntax: `(?!a`'],
    ['(?<=a)b', 'invalid or unsupported Perl syntax: `(?<=`'],
    ['(?<!a)b', 'invalid or unsupported Perl syntax: `(?<!`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>a`'],
    ['(?)', 'invalid or unsupported Perl syntax: `(?)`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['\\k<a>', 'invalid escape sequence: `\\k`'],
    ['\\Z', 'invalid escape sequence: `\\Z`'],
    ['a++', 'invalid nested repetition operator: `+`'],
    ['a**', 'invalid nested repetition operator: `*`'],
    ['a{2}{3}', 'invalid nested repetition operator: `{2}`'],
    ['*a', 'missing argument to repetition operator'],
    ['a|*', 'missing argument to repetition operator'],
    ['(', 'missing closing )'],
    ['a)', 'unexpected )'],
    ['[a', 'missing closing ]'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[[:nothing:]]', 'invalid character class range: `[:nothing:]`'],
    ['\\p{Nothing}', 'invalid character class range: `\\p{Nothing}`'],
    ['\\', 'trailing backslash at end of expression'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{3,2}', 'invalid repeat count: `{3,2}`'],
    ['(?P<n>a)(?P<n>b)', 'duplicate capture group name: `n`'],
    ['\\x{110000}', 'invalid escape sequence: `\\x110000`'],
    ['(a{1000}){1000}', 'expression too large'],
    ['((){1000}){1000}', 'expression too large'],
    ['('.repeat(1500), 'expression nests too deeply'],
  ])('`%s`: %s', (pattern, message) => {
    expect(() => new TopicPattern(pattern)).toThrow(new PatternError(message))
  })
})

test('a pattern on which a backtracking engine would run for years takes a moment', () => {
  const startedMs = performance.now()
  expect(new TopicPattern('(a+)+$').matches(`${'a'.repeat(248)}b`)).toBe(false)
  expect(new TopicPattern('(a?){100}a{100}').matches('a'.repeat(150))).toBe(true)
  expect(performance.now() - startedMs).toBeLessThan(1000)
})

/** Only what means the same in JavaScript. */
function randomPattern(random: Random, depth: number): string {
  const dice = random.below(depth > 3 ? 4 : 10)
  const part = (): string => randomPattern(random, depth + 1)
  if (dice < 2) return 'abc.-'[random.below(3)]!
  if (dice === 2) return ['.', '\\d', '\\w', '\\W', '[ab]', '[^a]', '[a-c]', '\\.', '\\-'][random.below(9)]!
  if (dice === 3) return ['^', '$', '\\b', '\\B', ''][random.below(5)]!
  if (dice < 6) return part() + part()
  if (dice < 8) return `(?:${part()}|${part()})`
  return `(${part()})${['*', '+', '?', '{2}', '{1,2}', '{0,1}', '*?'][random.below(7)]}`
}

test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: 100 random patterns match what JavaScript matches (again: SEED=<seed> npx vitest run test/core/groups/consumer/regex)', (seed) => {
  const random = seededRandom(seed)
  for (let i = 0; i < 100; i++) {
    const text = randomPattern(random, 0)
    const ours = new TopicPattern(text)
    const theirs = new RegExp(`^(?:${text})$`)
    for (let k = 0; k < 20; k++) {
      const topic = Array.from({ length: random.below(7) }, () => 'aabbc1.-_'[random.below(9)]).join('')
      expect(ours.matches(topic), `seed ${seed}: \`${text}\` and "${topic}"`).toBe(theirs.test(topic))
    }
  }
})

test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i: nonsense is refused as such, and ends', (seed) => {
  const random = seededRandom(seed)
  for (let i = 0; i < 300; i++) {
    const text = Array.from({ length: random.below(14) }, () => 'ab(|)[]{}?*+\\^$.-:<>=!PQEpdwx1,0i'[random.below(33)]).join('')
    try {
      new TopicPattern(text).matches('ab-1')
    } catch (error) {
      if (!(error instanceof PatternError)) throw new Error(`seed ${seed}: ${text}`, { cause: error })
    }
  }
})
