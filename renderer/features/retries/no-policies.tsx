// What stands in the place of policies while there is none: what one is for, and how it begins.
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'

export function NoPolicies({ onNew }: { onNew: () => void }): ReactNode {
  return (
    <EmptyState
      title="No retry policy yet"
      actions={
        <Button variant="primary" shortcut="N" onClick={onNew}>
          New policy…
        </Button>
      }
    >
      <p className="text-n10">
        A consumer that fails at a record puts it into a topic and goes on. Headwater lets it wait, brings it back after 5 s, 30 s, 5 min, and when its attempts are used up puts it among the dead letters, with every header that says why. It works with
        clients in any language, and survives restarts.
      </p>
      <p className="text-n10">There is a simulated consumer to try it with, so nothing has to be written first.</p>
    </EmptyState>
  )
}
