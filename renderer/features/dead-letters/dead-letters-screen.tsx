// The dead-letter centre: where failed records lie, what failed and why, and what to do about it.
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { ReplaySelection } from '../../../core/contract/replay.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { useRecognised } from './dead-letters.queries.ts'

export interface ShownDeadLetters {
  topic: string | null
  group: string | null
  record: { topic: string; partition: number; offset: bigint } | null
}

export interface DeadLettersScreenProps {
  connection: Connection
  writable: boolean
  onArm: () => void
  shown: ShownDeadLetters
  onShow: (shown: ShownDeadLetters) => void
  onReplay: (selection: ReplaySelection, intent: 'replay' | 'edit' | 'repair' | 'sandbox') => void
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
  onOpenJob: (jobId: string) => void
}

export function DeadLettersScreen({ connection }: DeadLettersScreenProps): ReactNode {
  const query = useRecognised(connection.id)
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Dead letters</h1>
      </Toolbar>
      <QueryFailure query={query} />
      {query.isPending && <SkeletonRows label="Looking for dead letters" rows={24} />}
    </>
  )
}
