// Nothing found: what was looked for, and how to say where dead letters are.
import type { ReactNode } from 'react'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { Recognised } from './dead-letters.queries.ts'

export interface NoDeadLettersProps {
  recognised: Recognised
  onRule: () => void
  onRefresh: () => void
}

export function NoDeadLetters({ recognised: { lookedFor, topicCount }, onRule, onRefresh }: NoDeadLettersProps): ReactNode {
  return (
    <EmptyState
      title="No dead letters found"
      actions={
        <>
          <Button variant="primary" onClick={onRule}>
            Add a rule…
          </Button>
          <Button onClick={onRefresh}>Look again</Button>
        </>
      }
    >
      <p className="text-n10">
        {topicCount === 0 ? 'This cluster has no topics yet. Among those to come, we look for:' : `Headwater went through the names and configs of ${counted(topicCount, 'topic')}. We looked for:`}
      </p>
      <dl className="grid grid-cols-[64px_1fr] gap-x-3 gap-y-1.5 select-text">
        <dt className="text-n9">Names</dt>
        <dd className="flex flex-wrap gap-x-3 font-mono text-mono text-n11">
          {lookedFor.patterns.map((pattern) => (
            <span key={pattern}>{pattern}</span>
          ))}
        </dd>
        <dt className="text-n9">Headers</dt>
        <dd className="text-n11">of {lookedFor.dialects.join(', ')}</dd>
        <dt className="text-n9">Configs</dt>
        <dd className="font-mono text-mono text-n11">errors.deadletterqueue.*</dd>
      </dl>
      <p className="text-n10">If yours are called otherwise, or their headers are your own: a rule says which topics they are and how to read them.</p>
    </EmptyState>
  )
}
