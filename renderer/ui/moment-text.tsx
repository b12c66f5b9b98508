// A point in time: local with milliseconds; UTC and epoch on hover.
import type { ReactNode } from 'react'
import { describeMoment, relativeTime } from '../format/times.ts'
import { useNow } from './clock.ts'

export function MomentText({ timestampMs, note }: { timestampMs: bigint | number; note?: string }): ReactNode {
  const nowMs = useNow(60_000)
  const { local, utc, epoch } = describeMoment(timestampMs, nowMs)
  return (
    <time title={[note, `UTC ${utc}`, `epoch ${epoch}`].filter(Boolean).join('\n')} className="tabular-nums">
      {local}
    </time>
  )
}

export function RelativeTime({ timestampMs }: { timestampMs: bigint | number }): ReactNode {
  return <span className="tabular-nums">{relativeTime(timestampMs, useNow(1_000))}</span>
}
