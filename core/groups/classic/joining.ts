// One JoinGroup on its way into a group, and the member that it makes or changes.
import type { RequestOf } from '../../protocol/define-api.ts'
import type { JoinGroup } from '../../protocol/messages/join-group.ts'
import type { GroupRequestContext } from '../group-request-context.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import { type JoinGroupResponse, Member, type Protocol } from './member.ts'

export type JoinGroupRequest = RequestOf<typeof JoinGroup>

export interface Joining {
  readonly group: ClassicGroup
  readonly request: JoinGroupRequest
  readonly context: GroupRequestContext
  readonly deps: ClassicGroupDeps
  readonly reply: (response: JoinGroupResponse) => void
}

/** `client` is who the member is described as: as in Kafka, the first one of a static member. */
export function newMember(joining: Joining, memberId: string, client: Pick<Member, 'clientId' | 'clientHost'> = joining.context): Member {
  const { request } = joining
  return new Member({
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId: client.clientId,
    clientHost: client.clientHost,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: rebalanceTimeoutOf(joining),
    protocols: keptProtocols(request.protocols),
  })
}

export function updateMember(joining: Joining, member: Member): void {
  member.protocols = keptProtocols(joining.request.protocols)
  member.sessionTimeoutMs = joining.request.sessionTimeoutMs
  member.rebalanceTimeoutMs = rebalanceTimeoutOf(joining)
}

/** The request waits with its member until the group can answer. */
export function park({ context, reply }: Joining, member: Member): void {
  member.join.add({ connectionId: context.connectionId, reply })
}

/** KIP-800: why the client says that it joins, for the log. */
export function clientReason({ request }: Joining): string {
  return request.reason ? ` (${request.reason})` : ''
}

/** Version 0 knows one timeout for both. */
function rebalanceTimeoutOf({ request, context }: Joining): number {
  return context.apiVersion === 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs
}

/** Metadata in a request is a view of its frame: what a member keeps is a copy. */
function keptProtocols(protocols: readonly Protocol[]): Protocol[] {
  return protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) }))
}
