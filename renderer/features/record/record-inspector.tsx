// One record whole: value, key, headers, metadata, bytes. The record looked at before stays in sight until the next one is there.
import { Copy, Send, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecordAddress, WholeRecord } from '../../../core/contract/records.ts'
import { useRecordReader } from '../../rpc/record-bytes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { recordCopies } from './copy-menu.ts'
import { RecordFailure } from './record-failure.tsx'
import { useWholeRecord } from './record.queries.ts'
import { JobBar, RecordTabs, useShownPart } from './record-tabs.tsx'
import { usePartJob } from './use-part-job.ts'

export interface RecordInspectorProps {
  connection: Connection
  topic: string
  address: RecordAddress
  bootstrap: string
  onClose: () => void
  onResend: (record: WholeRecord) => void
  /** Opens another record of the topic: the nearest one where this one is gone. */
  onOpen?: (address: RecordAddress) => void
}

export function RecordInspector({ connection, topic, address, bootstrap, onClose, onResend, onOpen }: RecordInspectorProps): ReactNode {
  const place = { connectionId: connection.id, topic, ...address }
  const query = useWholeRecord(place)
  const { data, isPending } = query
  const tab = useShownPart()
  const job = usePartJob(topic, useRecordReader(connection.id, topic))
  const title = `${topic}-${address.partition} @ ${address.offset}`
  const copies = data && recordCopies(data, bootstrap, job)
  const copyShown = copies?.copy(tab === 'key' ? 'key' : 'value')
  const resend = (): void => {
    if (data) onResend(data)
  }
  useCommands(copies?.commands ?? [])
  return (
    <aside aria-label={`Record ${title}`} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-1 border-b border-n6 pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-mono text-mono font-semibold select-text" title={title}>
          {title}
        </h2>
        {copyShown && (
          <IconButton label={copyShown.title ?? copyShown.label} disabled={copyShown.disabled} onClick={copyShown.run}>
            <Copy size={14} aria-hidden="true" />
          </IconButton>
        )}
        {copies && <MenuButton label="Copy and save" entries={copies.menu} />}
        <Button variant="quiet" disabled={!data} onClick={resend} title="Edit and resend (E)">
          <Send size={13} aria-hidden="true" />
          Resend…
        </Button>
        <IconButton label="Close (Escape)" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <JobBar job={job} />
      <RecordFailure query={query} place={place} onOpen={onOpen} />
      {isPending && <SkeletonRows label={`Reading ${title}`} rows={8} />}
      {data && <RecordTabs connectionId={connection.id} record={data} job={job} />}
    </aside>
  )
}
