// What a row says of its transaction: nothing where it committed, for then the record is like any other.
import type { ReactNode } from 'react'
import type { TransactionOutcome } from '../../../core/contract/messages.ts'
import { Badge } from '../../ui/badge.tsx'

interface Told {
  word: string
  tone: 'neutral' | 'warn'
  means: string
}

const TOLD: Record<Exclude<TransactionOutcome, 'committed'>, Told> = {
  aborted: { word: 'aborted', tone: 'neutral', means: 'Its transaction was aborted: consumers with isolation.level=read_committed never see this record, others do.' },
  open: { word: 'open transaction', tone: 'warn', means: 'Its transaction was open when it was read: consumers with isolation.level=read_committed wait before it.' },
  unknown: { word: 'transaction', tone: 'neutral', means: 'It is part of a transaction. Whether that commits was not known when it was read: read again to see.' },
}

export function OutcomeBadge({ outcome }: { outcome: TransactionOutcome | null }): ReactNode {
  if (outcome === null || outcome === 'committed') return null
  const { word, tone, means } = TOLD[outcome]
  return (
    <span className="mr-1.5">
      <Badge tone={tone} title={means}>
        {word}
      </Badge>
    </span>
  )
}
