// SyncGroup: the leader hands in the assignments, every member gets its own once they are durable.
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { SyncGroup } from '../../protocol/messages/sync-group.ts'
import type { GroupRequestContext } from '../group-request-context.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import { type Member, NO_ASSIGNMENT, type SyncGroupResponse } from './member.ts'
import { synced, syncError } from './responses.ts'
import { scheduleSession } from './session.ts'

export type SyncGroupRequest = RequestOf<typeof SyncGroup>

export interface Syncing {
  readonly group: ClassicGroup
  readonly request: SyncGroupRequest
  readonly context: GroupRequestContext
  readonly deps: ClassicGroupDeps
  readonly reply: (response: SyncGroupResponse) => void
}

export function syncGroup(syncing: Syncing): void {
  const { group, request, reply } = syncing
  const member = checkSync(group, request)
  if (typeof member === 'number') return reply(syncError(member))
  if (group.state === 'PreparingRebalance') return reply(syncError(ErrorCode.REBALANCE_IN_PROGRESS))
  noteSync(group, member)
  if (group.state === 'Stable') return reply(synced(group, member))
  member.sync.add({ connectionId: syncing.context.connectionId, reply })
  if (group.isLeader(member.memberId) && !group.isStoringAssignment) void storeAssignment(syncing)
}

function checkSync(group: ClassicGroup, request: SyncGroupRequest): Member | number {
  const member = group.memberFor(request.memberId, request.groupInstanceId)
  if (typeof member === 'number') return member
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION
  if (isOther(request.protocolType, group.protocolType)) return ErrorCode.INCONSISTENT_GROUP_PROTOCOL
  return isOther(request.protocolName, group.protocolName) ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL : member
}

/** KIP-559; before version 5 a request does not say. */
function isOther(said: string | null, known: string | null): boolean {
  return said !== null && said !== known
}

function noteSync(group: ClassicGroup, member: Member): void {
  group.pendingSyncs.delete(member.memberId)
  if (group.pendingSyncs.size === 0) group.setSyncTimer(null)
}

/** Another rebalance may begin while the assignments are written: then they are void, and everybody has been answered. */
async function storeAssignment({ group, request, deps }: Syncing): Promise<void> {
  const assignments = assignmentsOf(group, request)
  group.isStoringAssignment = true
  const isDurable = await deps.store(group, assignments)
  const isCurrent = group.state === 'CompletingRebalance' && group.generationId === request.generationId
  if (!isDurable || !isCurrent) return
  for (const member of group.members.values()) member.assignment = assignments.get(member.memberId) ?? NO_ASSIGNMENT
  group.goTo('Stable', deps.clock.now())
  for (const member of group.members.values()) {
    if (member.sync.answer(synced(group, member))) scheduleSession(group, member, deps)
  }
}

/** Members that the leader leaves out get nothing; ids that are no members are dropped. */
function assignmentsOf(group: ClassicGroup, { assignments }: SyncGroupRequest): Map<string, Buffer> {
  const known = assignments.filter(({ memberId }) => group.members.has(memberId))
  return new Map(known.map(({ memberId, assignment }) => [memberId, Buffer.from(assignment)]))
}
