// Heartbeat: keeps a member's session alive, and tells it of a rebalance.
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Heartbeat } from '../../protocol/messages/heartbeat.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import { scheduleSession } from './session.ts'

export function heartbeat(group: ClassicGroup, request: RequestOf<typeof Heartbeat>, deps: ClassicGroupDeps): number {
  const member = group.memberFor(request.memberId, request.groupInstanceId)
  if (typeof member === 'number') return member
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION
  scheduleSession(group, member, deps)
  // Also while it is told to join again: it has until the rebalance timeout for that.
  return group.state === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}
