// One record whole: value, key, headers, metadata, bytes. The record looked at before stays in sight until the next one is there.
import { Copy, Send, X } from 'lucide-react'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Connection } from '../../../core/contract/connections.ts'
import type { RecordAddress, RecordPart, WholeRecord } from '../../../core/contract/records.ts'
import { formatBytes } from '../../format/sizes.ts'
import { useRecordReader } from '../../rpc/record-bytes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { recordCopies } from './copy-menu.ts'
import { FieldHex, FieldView } from './field-view.tsx'
import { RecordFailure } from './record-failure.tsx'
import { type RecordPlace, useWholeRecord } from './record.queries.ts'
import { RecordHeaders } from './record-headers.tsx'
import { RecordMetadata } from './record-metadata.tsx'
import { type PartJob, usePartJob } from './use-part-job.ts'

type InspectorTab = 'value' | 'key' | 'headers' | 'metadata' | 'hex'

const useInspector = create<{ tab: InspectorTab; setTab: (tab: InspectorTab) => void }>()(
  persist((set) => ({ tab: 'value', setTab: (tab) => set({ tab }) }), { name: 'headwater.inspector' }),
)

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
  const { tab, setTab } = useInspector()
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
      {data && <Tabs label="Parts of the record" value={tab} onChange={setTab} tabs={tabsOf(connection.id, data, job)} />}
    </aside>
  )
}

function JobBar({ job }: { job: PartJob }): ReactNode {
  const state = useSyncExternalStore(job.subscribe, job.state)
  if (!state) return null
  const { verb, what, doneBytes, totalBytes } = state
  return (
    <div className="flex h-8 shrink-0 items-center justify-between gap-2 border-b border-n5 px-3">
      <Progress
        label={`${verb} the ${what}`}
        done={doneBytes / totalBytes}
        text={`${verb} the ${what}: ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`}
      />
      <Button onClick={job.cancel}>Cancel</Button>
    </div>
  )
}

const tabsOf = (connectionId: string, record: WholeRecord, job: PartJob): { id: InspectorTab; label: string; content: ReactNode }[] => {
  const place: RecordPlace = { connectionId, topic: record.topic, partition: record.partition, offset: record.offset }
  const id = `${place.partition}:${place.offset}`
  return [
    {
      id: 'value',
      label: 'Value',
      content: (
        <FieldView
          key={id}
          what="Value"
          place={place}
          of={VALUE}
          field={record.value}
          nullMeans="Tombstone: the value is null. In a compacted topic it removes the key."
        />
      ),
    },
    {
      id: 'key',
      label: 'Key',
      content: (
        <FieldView
          key={id}
          what="Key"
          place={place}
          of={KEY}
          field={record.key}
          nullMeans="The key is null: the producer may choose any partition."
        />
      ),
    },
    {
      id: 'headers',
      label: `Headers ${record.headers.length}`,
      content: (
        <RecordHeaders
          key={id}
          headers={record.headers}
          viewPlace={`${connectionId}/topics/${record.topic}`}
          onCopyWhole={(index, field) => job.copy({ address: place, of: { part: 'header', index }, field })}
        />
      ),
    },
    { id: 'metadata', label: 'Metadata', content: <RecordMetadata record={record} /> },
    { id: 'hex', label: 'Hex', content: <HexOf key={id} place={place} record={record} /> },
  ]
}

const VALUE: RecordPart = { part: 'value' }
const KEY: RecordPart = { part: 'key' }

function HexOf({ place, record }: { place: RecordPlace; record: WholeRecord }): ReactNode {
  const [of, setOf] = useState<'value' | 'key'>('value')
  return (
    <>
      <div className="flex h-8 shrink-0 items-center border-b border-n5 px-3">
        <Segments
          label="Bytes of"
          value={of}
          onChange={setOf}
          options={[
            { value: 'value', label: 'Value' },
            { value: 'key', label: 'Key' },
          ]}
        />
      </div>
      {of === 'value' ? (
        <FieldHex what="Value" place={place} of={VALUE} field={record.value} />
      ) : (
        <FieldHex what="Key" place={place} of={KEY} field={record.key} />
      )}
    </>
  )
}
