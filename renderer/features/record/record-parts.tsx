// The parts of one record inside of something else that has its own head, such as a case of the dead-letter centre.
import type { ReactNode } from 'react'
import { useRecordReader } from '../../rpc/record-bytes.ts'
import { SkeletonRows } from '../../ui/states.tsx'
import { RecordFailure } from './record-failure.tsx'
import { type RecordPlace, useWholeRecord } from './record.queries.ts'
import { JobBar, RecordTabs } from './record-tabs.tsx'
import { usePartJob } from './use-part-job.ts'

export function RecordParts(place: RecordPlace): ReactNode {
  const query = useWholeRecord(place)
  const job = usePartJob(place.topic, useRecordReader(place.connectionId, place.topic))
  return (
    <>
      <JobBar job={job} />
      <RecordFailure query={query} place={place} onOpen={undefined} />
      {query.isPending && <SkeletonRows label="Reading the record" rows={8} />}
      {query.data && <RecordTabs connectionId={place.connectionId} record={query.data} job={job} />}
    </>
  )
}
