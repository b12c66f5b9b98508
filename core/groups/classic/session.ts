// Starts session timers; what happens when one runs out is in session-expiry.
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import type { Member } from './member.ts'

/** How long a new member may stay parked in its first JoinGroup: it cannot send heartbeats, and its client may be gone. Fixed in Kafka too. */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000

/** Starts the member's session again. */
export function scheduleSession(group: ClassicGroup, member: Member, deps: ClassicGroupDeps, timeoutMs = member.sessionTimeoutMs): void {
  member.setSession(deps.timers.after(timeoutMs, () => deps.sessionExpired(group, member)))
}
