// Secrets where there is no keychain: in memory, until Headwater stops.
import type { SecretStore } from './ports.ts'

export const KEPT_IN_MEMORY = 'Passwords and private keys are kept in memory only, until Headwater stops; then they are asked for again.'

/** The connections service has them in memory already; this keeps them nowhere else. */
export function memorySecretStore(): SecretStore {
  return { kept: KEPT_IN_MEMORY, load: async () => new Map(), save: async () => {} }
}
