// The state of a group in Kafka's word, with a colour that repeats it.
import type { ReactNode } from 'react'
import { Badge } from '../../ui/badge.tsx'

const TONES: Record<string, 'good' | 'warn' | 'bad' | 'neutral'> = {
  Stable: 'good',
  PreparingRebalance: 'warn',
  CompletingRebalance: 'warn',
  Assigning: 'warn',
  Reconciling: 'warn',
  Dead: 'bad',
}

const MEANINGS: Record<string, string> = {
  Stable: 'Every member has what it was assigned.',
  PreparingRebalance: 'Members join or leave: nobody reads until all have come back.',
  CompletingRebalance: 'Members wait for the assignment, which one of them makes.',
  Assigning: 'The broker is about to make a new assignment; members read on meanwhile.',
  Reconciling: 'Members give up and take over partitions, and read what they keep.',
  Empty: 'It has no members; what it committed is kept until it expires.',
  Dead: 'The group is gone.',
}

export const GroupState = ({ state }: { state: string }): ReactNode => (
  <Badge tone={TONES[state] ?? 'neutral'} {...(MEANINGS[state] && { title: MEANINGS[state] })}>
    {state}
  </Badge>
)
