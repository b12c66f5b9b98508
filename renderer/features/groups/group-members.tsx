// Who is in the group and what each member reads. The member that is pointed at has its partitions stand out below.
import { type ReactNode, useMemo } from 'react'
import type { GroupMember } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridColumn, ROW_HEIGHT } from '../../ui/data-grid.tsx'
import { assignedText, movesOf } from './group-lag.ts'

export interface GroupMembersProps {
  members: readonly GroupMember[]
  /** That of the assignment, which every member has to reach; null in a classic group. */
  epoch: number | null
  member: string | null
  onMember: (member: string | null) => void
}

const MOST_ROWS = 8

export function GroupMembers({ members, epoch, member, onMember }: GroupMembersProps): ReactNode {
  const rows = useMemo(() => ({ count: members.length, at: (index: number) => members[index] }), [members])
  const columns = useMemo(() => columnsFor(epoch), [epoch])
  if (members.length === 0) return null
  return (
    <section aria-label="Members" className="flex shrink-0 flex-col border-b border-n6">
      <div className="flex h-8 items-center gap-3 px-3">
        <h2 className="font-semibold">{counted(members.length, 'member')}</h2>
        {member !== null && (
          <>
            <span className="truncate text-n10">Its partitions stand out below.</span>
            <Button variant="quiet" onClick={() => onMember(null)}>
              Show all alike
            </Button>
          </>
        )}
      </div>
      <div className="flex flex-col" style={{ height: (Math.min(members.length, MOST_ROWS) + 1) * ROW_HEIGHT + 2 }}>
        <DataGrid
          label="Members of the group"
          name="group-members"
          columns={columns}
          rows={rows}
          keyOf={({ memberId }) => memberId}
          activeKey={member}
          onActiveChange={onMember}
          onOpen={({ memberId }) => onMember(memberId)}
          contextMenu={({ memberId, clientId }) => [
            { label: 'Copy member id', run: () => void copyText(memberId, 'the member id') },
            { label: 'Copy client id', run: () => void copyText(clientId, `the client id “${clientId}”`) },
          ]}
        />
      </div>
    </section>
  )
}

const columnsFor = (epoch: number | null): GridColumn<GroupMember>[] => [
  { id: 'client', header: 'Client id', width: 'minmax(120px, 0.8fr)', cell: (member) => <Client member={member} /> },
  { id: 'host', header: 'Host', width: '140px', cell: ({ clientHost }) => <span className="font-mono text-mono">{clientHost.replace(/^\//, '')}</span> },
  {
    id: 'member',
    header: 'Member id',
    width: 'minmax(140px, 1fr)',
    cell: ({ memberId, groupInstanceId }) => (
      <span className="font-mono text-mono text-n10" title={memberId}>
        {groupInstanceId === null ? (
          memberId
        ) : (
          <>
            {groupInstanceId} <Badge title={`A static member (group.instance.id); its member id is ${memberId}`}>static</Badge>
          </>
        )}
      </span>
    ),
  },
  ...(epoch === null ? [] : [epochColumn(epoch)]),
  { id: 'count', header: 'Partitions', width: '84px', align: 'end', cell: ({ assignment }) => assignment.reduce((sum, { partitions }) => sum + partitions.length, 0) },
  { id: 'reads', header: 'Assigned', width: 'minmax(180px, 1.4fr)', cell: (member) => <Reads member={member} /> },
]

const epochColumn = (assigned: number): GridColumn<GroupMember> => ({
  id: 'epoch',
  header: 'Epoch',
  width: '66px',
  align: 'end',
  cell: ({ epoch }) => (
    <span className={epoch === assigned ? '' : 'font-medium text-warn'} title={epoch === assigned ? undefined : `It has not reached epoch ${assigned} yet, that of the assignment.`}>
      {epoch}
    </span>
  ),
})

function Client({ member: { clientId, isClassic } }: { member: GroupMember }): ReactNode {
  return (
    <span title={clientId}>
      {clientId} {isClassic && <Badge title="It speaks the classic protocol in a group of the consumer protocol (KIP-848).">classic</Badge>}
    </span>
  )
}

function Reads({ member: { assignment, assignmentError, target } }: { member: GroupMember }): ReactNode {
  if (assignmentError !== null)
    return (
      <span className="text-warn" title={assignmentError}>
        not known: {assignmentError}
      </span>
    )
  const { givesUp, waitsFor } = movesOf({ assignment, target })
  const text = assignedText(assignment)
  const moves = [
    ...(givesUp.length === 0 ? [] : [`gives up ${assignedText(givesUp)}`]),
    ...(waitsFor.length === 0 ? [] : [`waits for ${assignedText(waitsFor)}`]),
  ].join(', ')
  return (
    <span title={[text, moves].filter(Boolean).join('\n')}>
      {text === '' ? <span className="text-n9">nothing</span> : <span className="font-mono text-mono">{text}</span>}
      {moves !== '' && <span className="text-warn"> {moves}</span>}
    </span>
  )
}
