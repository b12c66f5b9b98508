// Cells that need a topic's description: asked for only by the rows in sight.
import type { ReactNode } from 'react'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Figure } from '../../ui/figure.tsx'
import { isCompacted, offsetsHeld } from './topic-shapes.ts'
import { useTopicDescription } from './topics.queries.ts'

interface CellProps {
  connectionId: string
  topic: string
}

export function RecordsCell({ connectionId, topic }: CellProps): ReactNode {
  const { data, error } = useTopicDescription(connectionId, topic)
  if (!data)
    return error ? (
      <span title={failureOf(error).message} className="text-bad">
        not read
      </span>
    ) : null
  if (isCompacted(data)) return <span title="A compacted topic holds fewer records than offsets; only reading it tells how many.">—</span>
  const { count, unread } = offsetsHeld(data)
  return (
    <span
      title={
        unread > 0
          ? `Without ${counted(unread, 'partition')} that could not be read`
          : 'Counted from offsets: transactions and deleted records make it more than there are.'
      }
    >
      <span className="text-n9">{unread > 0 ? 'at least ' : 'about '}</span>
      <Figure value={count} />
    </span>
  )
}

export function CleanupCell({ connectionId, topic }: CellProps): ReactNode {
  const { data } = useTopicDescription(connectionId, topic)
  return <span className="text-n10">{data?.configs.find(({ name }) => name === 'cleanup.policy')?.value}</span>
}
