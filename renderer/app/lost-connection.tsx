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
      remedy={`What you see is from before. Reconnecting${state.failures > 0 ? ` (${state.failures} tries so far)` : ''}…${newAddress(state.failures)}`}
      action={{ label: 'Try now', run: onRetry }}
    />
  )
}

/** A Headwater that was started anew has a new token; a browser does not tell a page that its WebSocket was refused for the old one. */
function newAddress(failures: number): string {
  const isBrowser = window.desktop === undefined
  return isBrowser && failures >= 3 ? ' If Headwater was started again, open the new address that it printed.' : ''
}
