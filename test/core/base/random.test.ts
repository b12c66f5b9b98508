// Seeded randomness: the same seed gives the same stream, and both sources keep their promises.
import { describe, expect, it } from 'vitest'
import { seededRandom, systemRandom } from '../../../core/base/random.ts'

const draw = (seed: number): unknown[] => {
  const random = seededRandom(seed)
  return [random.bytes(8).toString('hex'), random.uuid(), random.below(1000), random.below(1000)]
}

it('a seed gives its stream again, and no other seed does', () => {
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
})

describe.each([['seeded', seededRandom(3)], ['system', systemRandom]])('%s randomness', (_name, random) => {
  it('stays below the limit and reaches every value', () => {
    const seen = new Set(Array.from({ length: 500 }, () => random.below(7)))
    expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('makes v4 UUIDs', () => {
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('fills as many bytes as asked', () => {
    expect([0, 1, 33].map((size) => random.bytes(size).length)).toEqual([0, 1, 33])
  })
})
