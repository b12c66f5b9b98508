// The form of a policy: parts that follow one another.
import { describe, expect, it } from 'vitest'
import { changedTier, NEW_DRAFT, problemOf, problemsBeside, withNaming, withoutTier, withTier } from '../../../../renderer/features/retries/policy-draft.ts'

it('headers follow the names until they are chosen apart', () => {
  expect(withNaming(NEW_DRAFT, 'smallrye').headerDialect).toBe('smallrye-retry')
  expect(withNaming({ ...NEW_DRAFT, headerDialect: 'headwater' }, 'smallrye').headerDialect).toBe('headwater')
})

describe('attempts follow the tiers', () => {
  it('while there is one for each', () => {
    const more = withTier(NEW_DRAFT)
    expect([more.tiers.length, more.maxAttempts, more.tiers.at(-1)!.delayMs]).toEqual([4, 5, 1_200_000])
    expect(withoutTier(more, 0).maxAttempts).toBe(4)
  })

  it('and not when they were chosen apart', () => {
    expect(withTier({ ...NEW_DRAFT, maxAttempts: 10 }).maxAttempts).toBe(10)
  })
})

it('a tier is changed alone', () => {
  expect(changedTier(NEW_DRAFT, 1, { delayMs: 7 }).tiers.map(({ delayMs }) => delayMs)).toEqual([5_000, 7, 300_000])
})

it('a problem stands at its field, or above all where no field shows it', () => {
  const problems = [{ field: 'tiers.1.delayMs', message: 'a' }, { field: 'tiers', message: 'b' }, { field: '', message: 'c' }]
  expect(problemOf(problems, 'tiers.1.delayMs')).toBe('a')
  expect(problemsBeside(problems, NEW_DRAFT).map(({ message }) => message)).toEqual(['b', 'c'])
})
