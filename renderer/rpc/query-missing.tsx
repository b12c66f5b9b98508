// What a query says of a thing that is not there: nothing to read again and again, but the way back. What was read before it went stays on show instead.
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { failureOf } from './failure.ts'

export interface QueryMissingProps {
  query: { data: unknown; error: Error | null }
  /** How that may be, where the answer does not say. */
  why: string
  /** `All topics`. */
  back: string
  onBack: () => void
}

export const isMissing = ({ data, error }: QueryMissingProps['query']): boolean =>
  data === undefined && error !== null && failureOf(error).code === 'NOT_FOUND'

export function QueryMissing({ query, why, back, onBack }: QueryMissingProps): ReactNode {
  if (!isMissing(query)) return null
  const { message, remedy } = failureOf(query.error)
  return (
    <EmptyState title={message} actions={<Button onClick={onBack}>{back}</Button>}>
      <p className="text-n10 select-text">{remedy || why}</p>
    </EmptyState>
  )
}
