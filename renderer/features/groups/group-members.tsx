// Who is in the group and what each member reads.
import type { ReactNode } from 'react'
import type { GroupMember } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { rangesOf } from './group-lag.ts'

const HEADERS = ['Client id', 'Host', 'Member id', 'Reads']

export function GroupMembers({ members }: { members: readonly GroupMember[] }): ReactNode {
  if (members.length === 0) {
    return (
      <p className="shrink-0 border-b border-n6 px-3 py-2 text-n10">
        No members: nobody consumes at the moment. What was committed stays until it expires.
      </p>
    )
  }
  return (
    <section aria-label="Members" tabIndex={0} className="max-h-[35%] shrink-0 overflow-auto border-b border-n6">
      <h2 className="px-3 pt-2 pb-1 font-semibold">{counted(members.length, 'member')}</h2>
      <table className="w-full table-fixed text-left select-text">
        <thead className="text-small text-n10">
          <tr>
            {HEADERS.map((name) => (
              <th key={name} className="h-6.5 px-3 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.memberId} className="h-6.5 border-t border-n4">
              <td className="truncate px-3">{member.clientId}</td>
              <td className="truncate px-3 font-mono text-mono">{member.clientHost}</td>
              <td className="truncate px-3 font-mono text-mono text-n10" title={member.memberId}>
                {member.groupInstanceId === null ? member.memberId : `${member.groupInstanceId} (static)`}
              </td>
              <td className="truncate px-3 font-mono text-mono" title={readsOf(member)}>
                {readsOf(member)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function readsOf({ assignment, assignmentError }: GroupMember): string {
  if (assignmentError !== null) return `not known: ${assignmentError}`
  return assignment.map(({ topic, partitions }) => `${topic} ${rangesOf(partitions)}`).join(' · ') || 'nothing'
}
