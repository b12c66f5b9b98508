// Whether a cluster accepts writes now, in the words the screens use.
import type { Connection } from '../../../core/contract/connections.ts'
import { countdown } from '../../format/times.ts'

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
