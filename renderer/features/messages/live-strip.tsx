// What arrives while one looks, and what of it is not on the screen: nothing is hidden silently.
import { ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import type { ReadingSnapshot } from './topic-reading.ts'

export interface LiveStripProps {
  snapshot: ReadingSnapshot
  /** From some partition, or from all, nothing arrives at the moment; it is tried again. */
  isBroken: boolean
  onShowWaiting: () => void
  /** What there is to do with selected rows. */
  children: ReactNode
}

export function LiveStrip({ snapshot, isBroken, onShowWaiting, children }: LiveStripProps): ReactNode {
  const { tail, live, paused, asked } = snapshot
  return (
    <footer
      aria-label="Live tail and selection"
      className="flex h-7.5 shrink-0 items-center gap-4 overflow-hidden border-t border-n6 bg-n2 px-3 text-small whitespace-nowrap text-n10 tabular-nums"
    >
      {tail === null ? (
        <span>No live tail: it follows the newest records</span>
      ) : (
        <>
          <Badge tone={isBroken || paused ? 'warn' : 'good'}>{isBroken ? 'retrying' : paused ? 'paused' : 'live'}</Badge>
          <span>{formatCount(live.received)} arrived</span>
          {asked?.filter !== '' && <span>{formatCount(live.matched)} matched</span>}
          <span className={live.waiting > 0 ? 'font-medium text-accent' : ''}>{formatCount(live.waiting)} waiting</span>
          <span
            className={live.droppedFromView > 0 ? 'font-medium text-warn' : ''}
            title="Arrived faster than a screen can show. They are in the topic: read again to see them."
          >
            dropped from view: {formatCount(live.droppedFromView)}
          </span>
          {live.waiting > 0 && (
            <Button className="h-5.5! text-small" onClick={onShowWaiting}>
              <ArrowUp size={12} aria-hidden="true" />
              Show {formatCount(live.waiting)} new
            </Button>
          )}
        </>
      )}
      <span className="flex-1" />
      {children}
    </footer>
  )
}
