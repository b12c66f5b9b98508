// How a consumer uses a policy, as code to copy.
import type { ReactNode } from 'react'
import type { RetryPolicy } from '../../../core/contract/retries.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { usePreview } from './retries.queries.ts'
import { SnippetList } from './snippet-list.tsx'

export function PolicyCode({ policy: { policyId, draft } }: { policy: RetryPolicy }): ReactNode {
  const preview = usePreview(policyId, draft)
  return (
    <section aria-label="Client code" className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto p-3">
      <p className="text-n10">
        On an error a consumer puts the record, headers and all, into the topic for failed ones, and goes on. What it says in <code className="font-mono text-mono">x-error-…</code> and{' '}
        <code className="font-mono text-mono">x-original-…</code> stands in the dead letter later.
      </p>
      <QueryFailure query={preview} />
      {preview.isPending && <SkeletonRows label="Writing code" rows={8} />}
      {preview.data && <SnippetList snippets={preview.data.snippets} />}
    </section>
  )
}
