// The SASL mechanisms that a listener may offer.
import { SCRAM_HASHES, type ScramMechanism } from '../base/scram.ts'

export type SaslMechanism = 'PLAIN' | ScramMechanism

export const SCRAM_MECHANISMS = Object.keys(SCRAM_HASHES) as readonly ScramMechanism[]
export const SASL_MECHANISMS: readonly SaslMechanism[] = ['PLAIN', ...SCRAM_MECHANISMS]

export function isSaslMechanism(name: string): name is SaslMechanism {
  return (SASL_MECHANISMS as readonly string[]).includes(name)
}
