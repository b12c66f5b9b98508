// What the newest records of a topic say when they are read by a dialect, and what could not be read.
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { type FailedQuery, QueryFailure } from '../../rpc/query-failure.tsx'
import type { DialectPreview } from './dead-letters.queries.ts'
import { placeText, shortClass } from './failure-words.ts'

export interface DialectPreviewRowsProps {
  topic: string
  query: FailedQuery & { data: DialectPreview | undefined }
}

const MOST_SHOWN = 3

export function DialectPreviewRows({ topic, query }: DialectPreviewRowsProps): ReactNode {
  const { data } = query
  if (topic === '') return <p className="text-n10">Choose a topic to try it on: its newest records are read as you write.</p>
  return (
    <section aria-label="Preview" className="flex flex-col gap-1 rounded-outer border border-n6 bg-n1 px-3 py-2 select-text">
      <QueryFailure query={query} />
      {data && (
        <p className="text-small text-n10">
          {data.rows.length === 0 ? `${topic} has no records to try it on.` : `Read from the newest ${formatCount(data.rows.length)}; its headers fit ${Math.round(data.signature * 100)} %.`}
        </p>
      )}
      {data?.rows.slice(0, MOST_SHOWN).map(({ row, issues }) => (
        <div key={placeText(row.key)} className="border-t border-n4 pt-1">
          <p className="truncate">
            <span className="font-medium">{shortClass(row.class)}</span> <span className="text-n10">{row.message ?? 'no message'}</span>
          </p>
          <p className="truncate text-small text-n10">
            {row.origin ? `from ${placeText(row.origin)}` : 'origin not known'} · {row.attempts === null ? 'attempts not known' : `${row.attempts} attempts`}
          </p>
          {issues.map((issue) => (
            <p key={issue} className="text-small text-warn">
              {issue}
            </p>
          ))}
        </div>
      ))}
    </section>
  )
}
