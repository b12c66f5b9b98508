// A sign-in that failed, with the sentence that its client is told: Kafka's own, because people search for it, and it tells nobody which users exist.
import type { SaslMechanism } from './sasl-mechanism.ts'

export class SaslFailed extends Error {
  override readonly name = 'SaslFailed'
}

export const wrongPassword = (): SaslFailed => new SaslFailed('Authentication failed: Invalid username or password')

export function invalidCredentials(mechanism: SaslMechanism, isAgain: boolean): SaslFailed {
  return new SaslFailed(`Authentication failed during ${isAgain ? 're-authentication' : 'authentication'} due to invalid credentials with SASL mechanism ${mechanism}`)
}
