// When something was read, how often it is read again, and the way to read it now.
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatDuration } from '../format/durations.ts'
import { IconButton } from './button.tsx'
import { RelativeTime } from './moment-text.tsx'

export interface ReadAgeProps {
  readAtMs: number
  everyMs: number
  /** The last attempt failed. */
  isStale: boolean
  isReading: boolean
  onRead: () => void
}

export function ReadAge({ readAtMs, everyMs, isStale, isReading, onRead }: ReadAgeProps): ReactNode {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-small whitespace-nowrap">
      <span className={isStale ? 'text-warn' : 'text-n10'} title="Read again only while it is looked at.">
        {isStale ? 'as of ' : 'read '}
        <RelativeTime timestampMs={readAtMs} />, every {formatDuration(everyMs)}
      </span>
      <IconButton label="Read again" aria-busy={isReading} onClick={onRead}>
        <RotateCw size={14} aria-hidden="true" />
      </IconButton>
    </span>
  )
}
