// A query that failed, said in place with the way to try again. A lost connection is said once for all, by the shell.
import type { ReactNode } from 'react'
import { FailureNotice } from '../ui/failure-notice.tsx'
import { failureOf } from './failure.ts'

export interface FailedQuery {
  error: Error | null
  isFetching: boolean
  refetch: () => Promise<unknown>
}

export function QueryFailure({ query: { error, isFetching, refetch } }: { query: FailedQuery }): ReactNode {
  const failure = error && failureOf(error)
  if (!failure || failure.code === 'LOST') return null
  return <FailureNotice failure={failure} action={{ label: 'Read again', run: () => void refetch(), busy: isFetching }} />
}
