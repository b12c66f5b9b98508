import { expect, it } from 'vitest'
import { isSaslMechanism, SASL_MECHANISMS, SCRAM_MECHANISMS } from '../../../core/security/sasl-mechanism.ts'

it('knows PLAIN and the two SCRAMs by their names', () => {
  expect(SASL_MECHANISMS).toEqual(['PLAIN', ...SCRAM_MECHANISMS])
  expect(['PLAIN', 'SCRAM-SHA-256', 'plain', 'GSSAPI'].map(isSaslMechanism)).toEqual([true, true, false, false])
})
