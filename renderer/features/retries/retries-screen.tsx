// Retries: policies of the local broker with what waits in them; and on every cluster the groups that are stuck at a record.
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RetryPolicy } from '../../../core/contract/retries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { NoPolicies } from './no-policies.tsx'
import { PoisonPills } from './poison-pills.tsx'
import { PolicyForm } from './policy-form.tsx'
import { PolicyList } from './policy-list.tsx'
import { PolicyPane } from './policy-pane.tsx'
import { usePolicies, useTopicNames } from './retries.queries.ts'

export interface RetriesScreenProps {
  connection: Connection
  writable: boolean
  onArm: () => void
  /** Stands in the address: a policy's id, or one of the places beside them; null = the first there is. */
  shown: string | null
  onShow: (shown: string | null) => void
  onOpenTopic: (topic: string) => void
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
  onOpenGroup: (groupId: string) => void
  /** To the same screen of the local broker. */
  onLocal: () => void
}

export const POISON = 'poison-pills'
export const NEW = 'new'

export function RetriesScreen(props: RetriesScreenProps): ReactNode {
  const { connection, onLocal } = props
  if (connection.kind === 'local') return <LocalRetries {...props} />
  return (
    <>
      <Notice tone="warn" message="Retry policies run on the local broker only." remedy="Groups stuck at a record are looked for here as well." action={{ label: 'Open those of the local broker', run: onLocal }} />
      <PoisonPills {...props} />
    </>
  )
}

function LocalRetries(props: RetriesScreenProps): ReactNode {
  const { shown, onShow } = props
  const { value: policies, failure } = usePolicies(true)
  useCommands([{ id: 'retries.new', title: 'New retry policy', keys: ['N'], run: () => onShow(NEW) }])
  const problem = failure && failure.code !== 'LOST' && <FailureNotice failure={failure} />
  if (policies === null)
    return (
      <>
        <Title />
        {problem}
        {!failure && <SkeletonRows label="Reading retry policies" rows={16} />}
      </>
    )
  const policy = policies.find(({ policyId }) => policyId === shown) ?? (shown === null ? policies[0] : undefined)
  return (
    <>
      {problem}
      <SplitPane
        name="retries"
        sideAt="left"
        sideLabel="policies"
        sideWidth={230}
        minSideWidth={170}
        side={
          <>
            <Title onNew={() => onShow(NEW)} />
            <PolicyList policies={policies} shown={policy?.policyId ?? shown} poison={POISON} onShow={onShow} />
          </>
        }
        main={<Main {...props} policy={policy} isEmpty={policies.length === 0} />}
      />
    </>
  )
}

function Title({ onNew }: { onNew?: () => void }): ReactNode {
  return (
    <Toolbar>
      <h1 className="flex-1 font-semibold">Retries</h1>
      {onNew && (
        <IconButton label="New retry policy (N)" onClick={onNew}>
          <Plus size={15} aria-hidden="true" />
        </IconButton>
      )}
    </Toolbar>
  )
}

function Main(props: RetriesScreenProps & { policy: RetryPolicy | undefined; isEmpty: boolean }): ReactNode {
  const { connection, shown, policy, isEmpty, onShow } = props
  const [editedId, setEditedId] = useState<string | null>(null)
  const topics = useTopicNames(connection.id)
  if (shown === POISON) return <PoisonPills {...props} />
  if (shown === NEW) return <PolicyForm policy={null} topics={topics} onSaved={onShow} onCancel={() => onShow(null)} />
  if (policy !== undefined && editedId === policy.policyId) return <PolicyForm key={policy.policyId} policy={policy} topics={topics} onSaved={() => setEditedId(null)} onCancel={() => setEditedId(null)} />
  if (policy !== undefined) return <PolicyPane key={policy.policyId} {...props} policy={policy} onEdit={() => setEditedId(policy.policyId)} onGone={() => onShow(null)} />
  if (isEmpty && shown === null) return <NoPolicies onNew={() => onShow(NEW)} />
  return (
    <EmptyState title="This policy is not there any more" actions={<Button onClick={() => onShow(null)}>Show those there are</Button>}>
      <p className="text-n10">It was deleted, and nothing of it waits. Its topics are still there.</p>
    </EmptyState>
  )
}
