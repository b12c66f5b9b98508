// Says that the core is gone and that what is on the screen is old.
import type { ReactNode } from 'react'
import type { LinkState } from '../rpc/core-link.ts'
import { Notice } from '../ui/states.tsx'
import { describeMoment } from '../format/times.ts'
import { now } from '../ui/clock.ts'

export function LostConnection({ state, onRetry }: { state: Extract<LinkState, { phase: 'lost' }>; onRetry: () => void }): ReactNode {
  const { local } = describeMoment(state.sinceMs, now())
  return (
    <Notice
      tone="bad"
      message={`The connection to Headwater’s core was lost at ${local}.`}
      remedy={`What you see is from before. Reconnecting${state.failures > 0 ? ` (${state.failures} tries so far)` : ''}…`}
      action={{ label: 'Try now', run: onRetry }}
    />
  )
}
