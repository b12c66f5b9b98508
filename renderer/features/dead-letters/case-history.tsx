// What has happened to a dead letter since it came: replays and how they ended, and what people have marked.
import type { ReactNode } from 'react'
import type { FailureCase } from '../../../core/contract/dead-letters.ts'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'

export function CaseHistory({ data: { history, row }, onOpenJob }: { data: FailureCase; onOpenJob: (jobId: string) => void }): ReactNode {
  if (history.length === 0)
    return (
      <p className="p-3 text-n10 select-text">
        Nothing has been done about it in this Headwater yet.
        {row.replayCount > 0 && ` Its headers say that it was replayed ${row.replayCount === 1 ? 'once' : `${row.replayCount} times`} before.`}
      </p>
    )
  return (
    <ol aria-label="History" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1 px-3 py-2">
      {history.toReversed().map(({ atMs, text, jobId }, index) => (
        <li key={`${index} ${atMs}`} className="flex gap-3 border-b border-n3 py-1.5 select-text">
          <span className="w-34 shrink-0 text-n10" title="">
            <MomentText timestampMs={atMs} />
            <span className="block text-small text-n9">
              <RelativeTime timestampMs={atMs} />
            </span>
          </span>
          <span className="min-w-0 flex-1 wrap-anywhere">{text}</span>
          {jobId !== null && (
            <button type="button" className="shrink-0 self-start rounded-inner px-1 text-accent hover:underline" onClick={() => onOpenJob(jobId)}>
              Open the replay
            </button>
          )}
        </li>
      ))}
    </ol>
  )
}
