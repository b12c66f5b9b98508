// Quiet for a client that is over its quota (KIP-219): it gets its answer at once, and nothing more is read from its connection for a while.
import type { Clock } from '../base/clock.ts'

export interface Throttled {
  /** On the monotonic clock; in the past for a connection that is not throttled. */
  mutedUntilMs: number
}

export function mute(connection: Throttled, throttleTimeMs: number, clock: Clock): void {
  if (throttleTimeMs > 0) connection.mutedUntilMs = Math.max(connection.mutedUntilMs, clock.monotonic() + throttleTimeMs)
}
