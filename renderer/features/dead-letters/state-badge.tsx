// What has become of a dead letter, in a word.
import type { ReactNode } from 'react'
import type { TriageState } from '../../../core/contract/dead-letters.ts'
import { Badge } from '../../ui/badge.tsx'
import { STATES } from './failure-words.ts'

export function StateBadge({ state }: { state: TriageState }): ReactNode {
  const { label, tone, meaning } = STATES[state]
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  )
}
