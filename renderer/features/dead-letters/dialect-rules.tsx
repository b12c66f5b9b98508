// Dialects of one's own: which header stands for what, tried on real records while it is written.
import { Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { UserDialect } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useDialects, useRuleChanges } from './dead-letters.queries.ts'
import { DialectForm } from './dialect-form.tsx'
import { emptyDialect } from './dialect-draft.ts'

export function DialectRules({ connectionId, topic }: { connectionId: string; topic: string | null }): ReactNode {
  const dialects = useDialects()
  const changes = useRuleChanges(connectionId)
  const [draft, setDraft] = useState<UserDialect | null>(null)
  const own = dialects.data?.own ?? NONE
  if (draft) return <DialectForm connectionId={connectionId} topic={topic} draft={draft} onDraft={setDraft} changes={changes} onEnd={() => setDraft(null)} />
  return (
    <>
      <QueryFailure query={dialects} />
      {dialects.data && (
        <p className="text-n10">
          Headwater reads the headers of {dialects.data.builtIn.map(({ name }) => name).join(', ')}.
          {own.length === 0 && ' If yours are none of these, say what they stand for.'}
        </p>
      )}
      {own.length > 0 && (
        <ul aria-label="Dialects of your own" className="flex flex-col">
          {own.map((dialect) => (
            <li key={dialect.id} className="flex items-center gap-1 border-b border-n5">
              <span className="min-w-0 flex-1 truncate">
                {dialect.name} <span className="text-n10">reads {counted(dialect.fields.length, 'header')}</span>
              </span>
              <IconButton label={`Change ${dialect.name}`} onClick={() => setDraft(dialect)}>
                <Pencil size={13} aria-hidden="true" />
              </IconButton>
              <IconButton label={`Remove ${dialect.name}`} onClick={() => changes.removeDialect.mutate(dialect.id)}>
                <Trash2 size={13} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button onClick={() => setDraft(emptyDialect(`user:${crypto.randomUUID()}`))}>Add a dialect</Button>
      </div>
    </>
  )
}

const NONE: readonly UserDialect[] = []
