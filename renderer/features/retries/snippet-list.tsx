// Client code for a policy, one client at a time.
import type { ReactNode } from 'react'
import type { RetryPreview } from '../../../core/contract/retries.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useViewState } from '../../ui/view-state.ts'

export function SnippetList({ snippets }: { snippets: RetryPreview['snippets'] }): ReactNode {
  const [chosen, setChosen] = useViewState('local/retries', 'client', 'Java')
  const shown = snippets.find(({ client }) => client === chosen) ?? snippets[0]
  if (shown === undefined) return null
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <Segments label="Client" options={snippets.map(({ client }) => ({ value: client, label: client }))} value={shown.client} onChange={setChosen} />
      <CodeBlock code={shown.code} language={shown.title} />
    </div>
  )
}
