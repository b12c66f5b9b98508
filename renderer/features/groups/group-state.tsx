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

export const GroupState = ({ state }: { state: string }): ReactNode => <Badge tone={TONES[state] ?? 'neutral'}>{state}</Badge>
