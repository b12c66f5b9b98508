import { expect, it } from 'vitest'
import { invalidCredentials, wrongPassword } from '../../../core/security/sasl-failed.ts'

it('says what Apache Kafka says, and not why', () => {
  expect(wrongPassword().message).toBe('Authentication failed: Invalid username or password')
  expect(invalidCredentials('SCRAM-SHA-512', false).message).toBe('Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512')
  expect(invalidCredentials('SCRAM-SHA-256', true).message).toBe('Authentication failed during re-authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256')
})
