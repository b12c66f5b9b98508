// Whether a cluster accepts writes now, and what to be warned of, in the words the screens use.
import type { Connection } from '../../../core/contract/connections.ts'
import { countdown, describeMoment } from '../../format/times.ts'

export interface Access {
  place: 'LOCAL' | 'REMOTE'
  writable: boolean
  /** `READ-ONLY`, `ARMED 09:41`; null for the local broker, which is always writable. */
  word: string | null
}

export function accessOf(connection: Connection, nowMs: number): Access {
  if (connection.kind === 'local') return { place: 'LOCAL', writable: true, word: null }
  const leftMs = (connection.armedUntilMs ?? 0) - nowMs
  return leftMs > 0
    ? { place: 'REMOTE', writable: true, word: `ARMED ${countdown(leftMs)}` }
    : { place: 'REMOTE', writable: false, word: 'READ-ONLY' }
}

export interface Warning {
  word: string
  meaning: string
  tone: 'warn' | 'bad'
}

export function warningsOf({ missingSecrets, security: { tls } }: Pick<Connection, 'missingSecrets' | 'security'>): Warning[] {
  const missing = missingSecrets.map((secret) => (secret === 'password' ? 'password' : 'private key')).join(' and ')
  return [
    ...(missing === '' ? [] : [{ word: 'SIGN IN', meaning: `The ${missing} ${missingSecrets.length > 1 ? 'have' : 'has'} to be entered again before the cluster can be spoken to.`, tone: 'bad' as const }]),
    ...(tls?.acceptAnyCertificate ? [{ word: 'NOT VERIFIED', meaning: 'TLS accepts any certificate: whoever is between you and the cluster can read and change everything.', tone: 'warn' as const }] : []),
  ]
}

/** `14:05`, in the zone that the window shows. */
export function clockTime(atMs: number, nowMs: number): string {
  const { local } = describeMoment(atMs, nowMs)
  return /\d\d:\d\d/.exec(local)?.[0] ?? local
}
