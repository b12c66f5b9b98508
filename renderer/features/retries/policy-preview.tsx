// What saving a policy would make: the ladder with its topics, what stands against it, what is worth knowing, and code to copy.
import { ArrowDown, Check, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RetryPolicyDraft, RetryPreview, RetryProblem, RetryTopicPlan } from '../../../core/contract/retries.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure, type FailedQuery } from '../../rpc/query-failure.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Notice } from '../../ui/states.tsx'
import { formatDelay } from './delay-text.ts'
import { problemsBeside } from './policy-draft.ts'
import { ROLE_WORDS } from './policy-words.ts'
import { SnippetList } from './snippet-list.tsx'

export interface PolicyPreviewProps {
  preview: FailedQuery & { readonly data: RetryPreview | undefined }
  problems: readonly RetryProblem[]
  draft: RetryPolicyDraft
}

export function PolicyPreview({ preview, problems, draft }: PolicyPreviewProps): ReactNode {
  const { data } = preview
  return (
    <section aria-label="What this makes" className="flex min-w-0 flex-1 flex-col gap-3 overflow-auto p-3">
      <QueryFailure query={preview} />
      {draft.source === '' && <p className="text-n10">Choose a source topic to see the ladder that this makes.</p>}
      {draft.source !== '' && data && (
        <>
          {problemsBeside(problems, draft).map(({ field, message }) => (
            <Notice key={field + message} boxed tone="bad" message={message} />
          ))}
          <PlannedLadder topics={data.topics} maxAttempts={draft.maxAttempts} />
          {data.notes.length > 0 && (
            <ul className="flex list-disc flex-col gap-1 pl-4 text-n10">
              {data.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <h3 className="font-semibold">Client code</h3>
          <SnippetList snippets={data.snippets} />
        </>
      )}
    </section>
  )
}

function PlannedLadder({ topics, maxAttempts }: { topics: readonly RetryTopicPlan[]; maxAttempts: number }): ReactNode {
  return (
    <ol aria-label="Ladder" className="flex flex-col gap-1">
      {topics.map((planned, at) => (
        <li key={`${planned.role} ${planned.topic}`} className="flex flex-col gap-1">
          {at > 0 && <ArrowDown size={12} aria-hidden="true" className="ml-2 text-n8" />}
          <div className="flex items-center gap-2 rounded-outer border border-n6 bg-n1 px-2 py-1">
            <span className="w-28 shrink-0 text-small text-n10">{planned.role === 'tier' ? `Tier ${topics.slice(0, at + 1).filter(({ role }) => role === 'tier').length}` : ROLE_WORDS[planned.role]}</span>
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="flex min-w-0 items-center gap-2">
                <span className="min-w-0 truncate font-mono text-mono select-text" title={planned.topic}>
                  {planned.topic}
                </span>
                {planned.delayMs !== null && <Badge>{formatDelay(planned.delayMs)}</Badge>}
              </span>
              <span className="text-small text-n10">{placeWords(planned, maxAttempts)}</span>
            </span>
            <Presence planned={planned} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function placeWords({ role, attempts }: RetryTopicPlan, maxAttempts: number): string {
  if (role === 'dead-letter') return `after attempt ${maxAttempts}`
  if (attempts === null) return ''
  if (attempts.length === 0) return 'never reached'
  return attempts.length === 1 ? `then attempt ${attempts[0]}` : `then attempts ${attempts[0]} to ${attempts.at(-1)}`
}

function Presence({ planned: { exists, partitions, configs } }: { planned: RetryTopicPlan }): ReactNode {
  const with_ = configs.map(({ name, value }) => `${name}=${value}`).join('\n')
  return (
    <span className="flex shrink-0 items-center gap-1 text-small text-n10" title={exists ? 'It is there already and stays as it is.' : with_}>
      {exists ? <Check size={12} aria-hidden="true" /> : <Plus size={12} aria-hidden="true" />}
      {exists ? 'exists' : 'is created'}, {counted(partitions, 'partition')}
    </span>
  )
}
