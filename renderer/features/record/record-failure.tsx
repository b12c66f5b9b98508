// Why a record is not shown, and the way on: read again, or the nearest record where this one is gone.
import type { ReactNode } from 'react'
import type { RecordAddress } from '../../../core/contract/records.ts'
import { failureOf } from '../../rpc/failure.ts'
import { type FailedQuery, QueryFailure } from '../../rpc/query-failure.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { type RecordPlace, useNearestRecord } from './record.queries.ts'

export interface RecordFailureProps {
  query: FailedQuery
  place: RecordPlace
  onOpen: ((address: RecordAddress) => void) | undefined
}

export function RecordFailure({ query, place, onOpen }: RecordFailureProps): ReactNode {
  const failure = query.error && failureOf(query.error)
  if (failure?.code !== 'NOT_FOUND' || !onOpen) return <QueryFailure query={query} />
  return <Gone key={`${place.partition}:${place.offset}`} failure={failure} place={place} onOpen={onOpen} />
}

interface GoneProps {
  failure: ReturnType<typeof failureOf>
  place: RecordPlace
  onOpen: (address: RecordAddress) => void
}

function Gone({ failure, place, onOpen }: GoneProps): ReactNode {
  const { nearest, isPending, failure: notFound, look } = useNearestRecord(place, onOpen)
  if (notFound) return <FailureNotice failure={notFound} action={{ label: 'Try again', run: look, busy: isPending }} />
  const remedy = nearest === null ? 'Nor does the partition hold any other.' : failure.remedy
  return <FailureNotice failure={{ ...failure, remedy }} action={{ label: 'Open the nearest record', run: look, busy: isPending }} />
}
