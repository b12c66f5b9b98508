// What is on the screen and what is not: how much was read, what waits, what was left out.
import type { ReactNode } from 'react'
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { RelativeTime } from '../../ui/moment-text.tsx'
import type { FeedSnapshot } from './record-feed.ts'

export interface FeedStatusProps {
  snapshot: FeedSnapshot
  shown: number
  coverage: readonly Coverage[]
  readAtMs: number
}

export function FeedStatus({ snapshot, shown, coverage, readAtMs }: FeedStatusProps): ReactNode {
  const loaded = snapshot.rows.length
  const offsets = coverage.reduce((sum, { startOffset, endOffset }) => sum + (endOffset - startOffset), 0n) + BigInt(snapshot.received)
  return (
    <footer className="flex h-6.5 shrink-0 items-center gap-4 overflow-hidden border-t border-n6 px-3 text-small whitespace-nowrap text-n10 tabular-nums">
      <span data-testid="shown">
        {shown === loaded ? `${counted(loaded, 'record')} shown` : `${formatCount(shown)} of ${counted(loaded, 'loaded record')} shown`}
        <span title="Counted from offsets: transactions and compaction make it more than there are."> of about {formatCount(offsets)}</span>
      </span>
      <span>{counted(coverage.length, 'partition')}</span>
      <span>
        read <RelativeTime timestampMs={readAtMs} />
      </span>
      <span className="flex-1" />
      <span>{formatCount(snapshot.received)} arrived</span>
      {snapshot.waiting > 0 && <span className="font-medium text-accent">{formatCount(snapshot.waiting)} waiting</span>}
      <span
        className={snapshot.droppedFromView > 0 ? 'font-medium text-warn' : ''}
        title="Arrived faster than a screen can show. They are in the topic: read again to see the newest."
      >
        dropped from view: {formatCount(snapshot.droppedFromView)}
      </span>
    </footer>
  )
}
