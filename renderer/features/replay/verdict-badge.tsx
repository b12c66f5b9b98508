// What the dry run says of a record, as a word.
import type { ReactNode } from 'react'
import type { ItemVerdict, PlanItem } from '../../../core/contract/replay.ts'
import { Badge } from '../../ui/badge.tsx'

const WORDS: Record<ItemVerdict, { tone: 'good' | 'warn' | 'neutral' | 'bad'; word: string }> = {
  ready: { tone: 'good', word: 'ready' },
  warning: { tone: 'warn', word: 'warning' },
  skipped: { tone: 'neutral', word: 'left out' },
  problem: { tone: 'bad', word: 'problem' },
}

export function VerdictBadge({ item: { verdict, isForced } }: { item: Pick<PlanItem, 'verdict' | 'isForced'> }): ReactNode {
  if (verdict === null) return <span className="text-n9">not checked</span>
  const { tone, word } = WORDS[verdict]
  return (
    <span className="inline-flex gap-1">
      <Badge tone={tone}>{word}</Badge>
      {isForced && (
        <Badge tone="accent" title="Somebody decided to send it all the same.">
          forced
        </Badge>
      )}
    </span>
  )
}
