// What a simulated consumer does with a record.
import { expect, it } from 'vitest'
import { type Attempted, outcomeOf } from '../../../core/simulator/behaviour.ts'

const record = (changes: Partial<Attempted> = {}): Attempted => ({ topic: 'orders', partition: 0, offset: 0, key: Buffer.from('k'), value: Buffer.from('poison here'), attempt: 1, deliveriesBefore: 0, ...changes })

it('the same seed fails at the same records, another at others, and about as many as asked', () => {
  const failures = (seed: number): number[] => Array.from({ length: 2000 }, (_, offset) => offset).filter((offset) => outcomeOf({ kind: 'fail', percent: 30 }, seed, record({ offset })) === 'fail')
  expect(failures(1)).toEqual(failures(1))
  expect(failures(1)).not.toEqual(failures(2))
  expect(failures(1).length).toBeGreaterThan(500)
  expect(failures(1).length).toBeLessThan(700)
  expect(outcomeOf({ kind: 'fail', percent: 0 }, 1, record())).toBe('succeed')
  expect(outcomeOf({ kind: 'fail', percent: 100 }, 1, record())).toBe('fail')
})

it('fails before an attempt, and at a text', () => {
  expect([1, 2, 3].map((attempt) => outcomeOf({ kind: 'fail-until', attempt: 3 }, 1, record({ attempt })))).toEqual(['fail', 'fail', 'succeed'])
  expect(outcomeOf({ kind: 'fail-matching', text: 'poison' }, 1, record())).toBe('fail')
  expect(outcomeOf({ kind: 'fail-matching', text: 'k' }, 1, record({ value: null }))).toBe('fail')
  expect(outcomeOf({ kind: 'fail-matching', text: 'fine' }, 1, record())).toBe('succeed')
})

it('hangs or crashes at a record once', () => {
  expect([0, 1].map((deliveriesBefore) => outcomeOf({ kind: 'crash', percent: 100 }, 1, record({ deliveriesBefore })))).toEqual(['crash', 'succeed'])
  expect(outcomeOf({ kind: 'hang', percent: 100 }, 1, record())).toBe('hang')
})

it('crashes at a text every time', () => {
  const outcomes = [0, 1, 9].map((deliveriesBefore) => outcomeOf({ kind: 'crash-matching', text: 'poison' }, 1, record({ deliveriesBefore })))
  expect(outcomes).toEqual(['crash', 'crash', 'crash'])
  expect(outcomeOf({ kind: 'crash-matching', text: 'fine' }, 1, record())).toBe('succeed')
})
