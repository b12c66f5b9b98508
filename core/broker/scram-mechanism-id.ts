// Kafka's numbers of SCRAM mechanisms (KIP-554).
import type { ScramMechanism } from '../base/scram.ts'

export const SCRAM_MECHANISM_ID: Record<ScramMechanism, number> = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 }

export function scramMechanismOf(id: number): ScramMechanism | undefined {
  return (Object.keys(SCRAM_MECHANISM_ID) as ScramMechanism[]).find((mechanism) => SCRAM_MECHANISM_ID[mechanism] === id)
}
