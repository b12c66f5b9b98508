import { expect, it } from 'vitest'
import { refused } from '../../../core/transactions/decision.ts'

it('a refusal names its error', () => {
  expect(refused('PRODUCER_FENCED')).toEqual({ refused: 'PRODUCER_FENCED' })
})
