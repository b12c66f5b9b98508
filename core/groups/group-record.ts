// A classic group as it is on disk: plain data with a version.
import type { GroupRecord } from '../storage/tables.ts'
import type { ClassicGroup, StoredGroup } from './classic/classic-group.ts'
import { Member, NO_ASSIGNMENT } from './classic/member.ts'

const RECORD_VERSION = 1

export interface ClassicGroupRecord extends GroupRecord {
  version: typeof RECORD_VERSION
  type: 'classic'
  generationId: number
  protocolType: string | null
  protocolName: string | null
  leaderId: string | null
  /** For a group without members: when it lost the last one. */
  stateSinceMs: number
  members: MemberRecord[]
  /** Only of a group that was a consumer group and has not shared out since. */
  isRebalanceDue?: boolean
}

interface MemberRecord {
  memberId: string
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  /** All of them, not only the selected one: a member that joins again unchanged after a restart must be recognised. */
  protocols: { name: string; metadata: Uint8Array }[]
  assignment: Uint8Array
}

/** The group with `assignments` by member id, or else with those it has. */
export function recordOf(group: ClassicGroup, nowMs: number, assignments?: ReadonlyMap<string, Buffer>): ClassicGroupRecord {
  const { generationId, protocolType, protocolName, leaderId, isRebalanceDue } = group
  const members = [...group.members.values()].map((member): MemberRecord => {
    const { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs } = member
    const assignment = assignments ? (assignments.get(memberId) ?? NO_ASSIGNMENT) : member.assignment
    const protocols = member.protocols.map(({ name, metadata }) => ({ name, metadata }))
    return { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols, assignment }
  })
  return { version: RECORD_VERSION, type: 'classic', generationId, protocolType, protocolName, leaderId, stateSinceMs: nowMs, members, ...(isRebalanceDue && { isRebalanceDue }) }
}

/** Null for a record that this version of Headwater did not write. */
export function storedGroupOf(record: GroupRecord): StoredGroup | null {
  if (!isClassic(record)) return null
  return { ...record, members: record.members.map(memberOf) }
}

function isClassic(record: GroupRecord): record is ClassicGroupRecord {
  return record.version === RECORD_VERSION && record['type'] === 'classic'
}

function memberOf(record: MemberRecord): Member {
  return new Member({
    ...record,
    protocols: record.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
    assignment: Buffer.from(record.assignment),
  })
}
