// The columns of the groups list. What needs asking draws itself when it is known.
import type { ReactNode } from 'react'
import type { GroupGlance, GroupSummary } from '../../../core/contract/groups.ts'
import type { GlanceStore } from '../../rpc/glance-store.ts'
import { useGlance } from '../../rpc/use-glances.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { isDescribed } from './group-list.ts'
import { GroupType } from './group-type.tsx'
import { GroupState } from './group-state.tsx'
import { LagFigure } from './lag-figure.tsx'

export type GroupGlances = GlanceStore<GroupGlance>

export const groupColumns = (glances: GroupGlances): GridColumn<GroupSummary>[] => [
  {
    id: 'group',
    header: 'Group',
    width: 'minmax(240px, 1fr)',
    sortable: true,
    cell: ({ groupId }) => (
      <span className="font-mono text-mono" title={groupId}>
        {groupId}
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '180px', sortable: true, cell: (group) => <StateCell glances={glances} group={group} /> },
  {
    id: 'type',
    header: 'Type',
    width: '120px',
    sortable: true,
    cell: (group) => <GroupType group={group} />,
  },
  {
    id: 'members',
    header: 'Members',
    width: '92px',
    align: 'end',
    sortable: true,
    cell: (group) => <Glanced {...{ glances, group }} absent="—" show={({ memberCount }) => <Figure value={memberCount} />} />,
  },
  {
    id: 'topics',
    header: 'Topics',
    width: '84px',
    align: 'end',
    sortable: true,
    cell: (group) => <Glanced {...{ glances, group }} absent="—" show={({ topics }) => <Topics topics={topics} />} />,
  },
  {
    id: 'lag',
    header: 'Total lag',
    width: '150px',
    align: 'end',
    sortable: true,
    cell: (group) => <Glanced {...{ glances, group }} absent="not described" show={({ lag, unknownPartitions }) => <LagFigure lag={lag} unknown={unknownPartitions} />} />,
  },
]

interface CellProps {
  glances: GroupGlances
  group: GroupSummary
}

/** The newer of what the list and the glance say. */
function StateCell({ glances, group }: CellProps): ReactNode {
  const state = useGlance(glances, group.groupId)?.glance?.state || group.state
  return state === '' ? <span className="text-n9">—</span> : <GroupState state={state} />
}

function Glanced({ glances, group, absent, show }: CellProps & { absent: string; show: (glance: GroupGlance) => ReactNode }): ReactNode {
  const known = useGlance(glances, group.groupId)
  if (!isDescribed(group))
    return (
      <span className="text-n9" title={`A ${group.type || group.protocolType} group: Headwater lists it, and describes classic and consumer groups only.`}>
        {absent}
      </span>
    )
  if (known === undefined) return <span aria-hidden="true" className="skeleton inline-block h-2.5 w-10 align-middle" />
  if (known.glance === null) return <span className="text-n9">gone</span>
  if (known.glance.error === null) return show(known.glance)
  return (
    <span className="text-bad" title={known.glance.error}>
      not read
    </span>
  )
}

const Topics = ({ topics }: { topics: readonly string[] }): ReactNode => (
  <span title={topics.slice(0, 20).join('\n') + (topics.length > 20 ? `\nand ${topics.length - 20} more` : '')}>
    <Figure value={topics.length} />
  </span>
)
