// Which transactions have been open for too long, and which transactional ids nobody has used for so long that they are forgotten.
import type { Transaction } from './transaction.ts'

export function isTimedOut({ state, startedAtMs, timeoutMs }: Transaction, nowMs: number): boolean {
  return state === 'Ongoing' && startedAtMs + timeoutMs < nowMs
}

/** `transactional.id.expiration.ms`; an open transaction first has to time out. */
export function isExpired({ state, updatedAtMs }: Transaction, expirationMs: number, nowMs: number): boolean {
  return state !== 'Ongoing' && updatedAtMs <= nowMs - expirationMs
}
