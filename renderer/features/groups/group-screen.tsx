// One consumer group: its state, its members, and per partition what is committed, where the end is and how far it lags.
import { Terminal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { GroupDetail } from '../../../core/contract/groups.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { isMissing, QueryMissing } from '../../rpc/query-missing.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import { Fact, Facts } from '../../ui/facts.tsx'
import { ReadAge } from '../../ui/read-age.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { describeCommand, groupFacts, totalLag } from './group-lag.ts'
import { GroupMembers } from './group-members.tsx'
import { GroupPartitions, type GroupPartitionsProps } from './group-partitions.tsx'
import { GroupState } from './group-state.tsx'
import { GroupType } from './group-type.tsx'
import { DESCRIBE_EVERY_MS, useGroupDetail } from './groups.queries.ts'
import { LagFigure } from './lag-figure.tsx'

export interface GroupScreenProps {
  connection: Connection
  groupId: string
  /** Where clients reach the cluster; what the connection was entered with, if absent. */
  bootstrap?: string | undefined
  onBack: () => void
  /** With the record that the group reads next, where there is one. */
  onOpenTopic: GroupPartitionsProps['onOpenTopic']
}

export function GroupScreen({ connection, groupId, bootstrap, onBack, onOpenTopic }: GroupScreenProps): ReactNode {
  const query = useGroupDetail(connection.id, groupId)
  const { data, isPending } = query
  const copyCommand = (): void => void copyText(describeCommand(bootstrap ?? connection.bootstrapServers.join(','), groupId), 'the command')
  useCommands([
    { id: 'group.back', title: 'Back to the groups', keys: ['Escape'], run: onBack },
    { id: 'group.refresh', title: 'Read the group again', keys: ['Shift+R'], run: () => void query.refetch() },
    { id: 'group.copy', title: 'Copy as kafka-consumer-groups.sh', keys: [], run: copyCommand },
  ])
  return (
    <>
      <Toolbar>
        <Breadcrumb list="Groups" name={groupId} onBack={onBack} />
        {data && <GroupState state={data.state} />}
        <span className="flex-1" />
        {data && <ReadAge readAtMs={data.readAtMs} everyMs={DESCRIBE_EVERY_MS} isStale={query.isError} isReading={query.isFetching} onRead={() => void query.refetch()} />}
        <Button title="As kafka-consumer-groups.sh --describe" onClick={copyCommand}>
          <Terminal size={14} aria-hidden="true" />
          Copy command
        </Button>
      </Toolbar>
      {!isMissing(query) && <QueryFailure query={query} />}
      <QueryMissing query={query} why="A group without members is forgotten once what it committed has expired." back="All groups" onBack={onBack} />
      {isPending && <SkeletonRows label={`Reading ${groupId}`} />}
      {data && <GroupBody place={`${connection.id}/groups/${groupId}`} detail={data} onOpenTopic={onOpenTopic} />}
    </>
  )
}

function GroupBody({ place, detail, onOpenTopic }: Pick<GroupPartitionsProps, 'place' | 'detail' | 'onOpenTopic'>): ReactNode {
  const [chosen, setMember] = useState<string | null>(null)
  const { partitions, members } = detail
  // A member that has left takes its mark with it.
  const member = members.some(({ memberId }) => memberId === chosen) ? chosen : null
  return (
    <>
      <GroupTotals detail={detail} />
      <GroupMembers members={members} epoch={detail.epochs?.assignment ?? null} member={member} onMember={setMember} />
      {partitions.length === 0 ? (
        <p className="px-3 py-4 text-n10">Nothing is assigned and nothing is committed.</p>
      ) : (
        <>
          <h2 className="flex h-8 shrink-0 items-center px-3 font-semibold">
            {counted(partitions.length, 'partition')} of {counted(new Set(partitions.map(({ topic }) => topic)).size, 'topic')}
          </h2>
          <GroupPartitions {...{ place, detail, member, onOpenTopic }} onMember={setMember} />
        </>
      )}
    </>
  )
}

/** They differ while the broker has yet to make the assignment that a change calls for. */
function Epochs({ epochs: { group, assignment } }: { epochs: NonNullable<GroupDetail['epochs']> }): ReactNode {
  return (
    <Fact name="Epoch">
      <span title="Of the group; it grows with every change that calls for a new assignment.">{group}</span>
      {assignment !== group && <span className="text-warn">, assigned for {assignment}</span>}
    </Fact>
  )
}

function GroupTotals({ detail }: { detail: GroupDetail }): ReactNode {
  const facts = groupFacts(detail)
  return (
    <>
      <Facts>
        <Fact name="Total lag">
          <LagFigure {...totalLag(detail.partitions)} />
        </Fact>
        <Fact name="Members">{detail.members.length}</Fact>
        <Fact name="Type">
          <GroupType group={detail} />
        </Fact>
        <Fact name={detail.epochs === null ? 'Assignor' : 'Server-side assignor'}>{detail.protocol || '—'}</Fact>
        {detail.epochs !== null && <Epochs epochs={detail.epochs} />}
        <Fact name="Coordinator">broker {detail.coordinator}</Fact>
      </Facts>
      {facts.length > 0 && (
        <ul aria-label="What stands out" className="shrink-0 border-b border-n6 px-3 py-1.5 text-n11 select-text">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
    </>
  )
}
