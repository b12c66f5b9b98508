import { expect, it } from 'vitest'
import { SCRAM_MECHANISM_ID, scramMechanismOf } from '../../../core/broker/scram-mechanism-id.ts'

it('knows the two mechanisms by their numbers, and no other', () => {
  expect(Object.values(SCRAM_MECHANISM_ID).map(scramMechanismOf)).toEqual(['SCRAM-SHA-256', 'SCRAM-SHA-512'])
  expect([0, 3].map(scramMechanismOf)).toEqual([undefined, undefined])
})
