// A batch that arrived, as the audit tells it: which items of the job, and where every one of them is now.
import type { AuditFact } from '../../audit.ts'
import type { SentPlace } from '../senders/sender.ts'
import type { JobRecord } from './job-record.ts'
import { runsOf } from './plan-feed.ts'

export function sentFact(job: JobRecord, connectionName: string, landed: readonly SentPlace[]): AuditFact {
  const count = landed.reduce((sum, { indexes }) => sum + indexes.length, 0)
  const topics = [...new Set(landed.map(({ topic }) => topic))]
  const indexes = landed.flatMap((place) => place.indexes).toSorted((a, b) => a - b)
  return {
    connectionId: job.targetConnectionId,
    connectionName,
    clusterId: job.targetClusterId,
    action: job.isSandbox ? 'sandbox' : 'replay',
    subject: topics.join(', '),
    text: `Job ${job.number} sent ${count} ${count === 1 ? 'record' : 'records'} to ${topics.map((topic) => `"${topic}"`).join(', ')}.`,
    outcome: 'done',
    detail: [
      { name: 'items', text: runsText(indexes) },
      ...[...Map.groupBy(landed, ({ topic, partition }) => `${topic}/${partition}`)].map(([name, places]) => ({ name, text: offsetsText(places) })),
    ],
    jobId: job.jobId,
  }
}

/** `0-199 201`: which items or offsets. */
export function runsText(numbers: readonly number[]): string {
  return runsOf(numbers)
    .map(([first, count]) => (count === 1 ? String(first) : `${first}-${first + count - 1}`))
    .join(' ')
}

/** What `runsText` has written. */
export function parseRuns(text: string): number[] {
  return text.split(' ').flatMap((run) => {
    const [first, last = first] = run.split('-').map(Number)
    return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i)
  })
}

function offsetsText(places: readonly SentPlace[]): string {
  const known = places.filter(({ baseOffset }) => baseOffset >= 0).flatMap(({ baseOffset, indexes }) => indexes.map((_, i) => baseOffset + i))
  const unknown = places.reduce((sum, { baseOffset, indexes }) => sum + (baseOffset < 0 ? indexes.length : 0), 0)
  return [...(known.length > 0 ? [runsText(known.toSorted((a, b) => a - b))] : []), ...(unknown > 0 ? [`(${unknown} at offsets that the broker did not tell)`] : [])].join(' ')
}
