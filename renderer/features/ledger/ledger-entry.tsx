// One entry of the ledger, whole: before and after, counts, offsets, and its link of the chain.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../core/contract/audit.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { labelOf, OUTCOMES } from './ledger-words.ts'

export function LedgerEntry({ entry, onOpenJob, onClose }: { entry: AuditEntry; onOpenJob: (jobId: string) => void; onClose: () => void }): ReactNode {
  useCommands([{ id: 'ledger.close', title: 'Close the entry', keys: ['Escape'], run: onClose }])
  const { jobId } = entry
  return (
    <aside aria-label={`Entry ${entry.sequence}`} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-n6 px-3">
        <h2 className="font-medium tabular-nums">Entry {entry.sequence}</h2>
        <Badge tone={OUTCOMES[entry.outcome].tone}>{OUTCOMES[entry.outcome].word}</Badge>
        <span className="flex-1" />
        {jobId !== null && <Button onClick={() => onOpenJob(jobId)}>Open the replay</Button>}
        <IconButton label="Close" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </header>
      <div role="region" aria-label="All of the entry" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto select-text">
        <p className="px-3 pt-2 pb-1">{entry.text}</p>
        <dl className="grid grid-cols-[110px_minmax(0,1fr)] gap-x-3 gap-y-1 px-3 py-1">
          <Row name="When">
            <MomentText timestampMs={entry.atMs} />
          </Row>
          <Row name="What">
            {labelOf(entry.action)} <span className="font-mono text-mono break-all">{entry.subject}</span>
          </Row>
          <Row name="Cluster">
            {entry.connectionName} {entry.clusterId !== null && <span className="font-mono text-mono text-n10">{entry.clusterId}</span>}
          </Row>
          <Row name="Who">{entry.who}</Row>
        </dl>
        {entry.detail.length > 0 && (
          <dl className="mt-1 grid grid-cols-[110px_minmax(0,1fr)] gap-x-3 gap-y-1 border-t border-n5 px-3 py-2">
            {entry.detail.map(({ name, text }) => (
              <Row key={name} name={name}>
                <span className="font-mono text-mono break-words whitespace-pre-wrap">{text}</span>
              </Row>
            ))}
          </dl>
        )}
        <div className="flex items-start gap-2 border-t border-n5 px-3 py-2">
          <p className="min-w-0 flex-1 text-small text-n10">
            Link of the chain: the hash of this entry and of all before it.
            <span className="block font-mono break-all">{entry.hash}</span>
          </p>
          <CopyButton text={() => entry.hash} label="Copy the hash" />
        </div>
      </div>
    </aside>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="pt-px text-small text-n10">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
