// A point in time: in the shown zone with milliseconds; UTC and epoch on hover.
import { type ReactNode, useSyncExternalStore } from 'react'
import { describeMoment, onTimeZone, relativeTime, timeZone } from '../format/times.ts'
import { useNow } from './clock.ts'

/** The zone that times are shown in; whoever draws a time without `MomentText` draws it anew when it changes. */
export const useTimeZone = (): string => useSyncExternalStore(onTimeZone, timeZone)

export function MomentText({ timestampMs, note }: { timestampMs: bigint | number; note?: string }): ReactNode {
  const nowMs = useNow(60_000)
  const { local, utc, epoch } = describeMoment(timestampMs, nowMs, useTimeZone())
  return (
    <time title={[note, `UTC ${utc}`, `epoch ${epoch}`].filter(Boolean).join('\n')} className="tabular-nums">
      {local}
    </time>
  )
}

export function RelativeTime({ timestampMs }: { timestampMs: bigint | number }): ReactNode {
  return <span className="tabular-nums">{relativeTime(timestampMs, useNow(1_000))}</span>
}
