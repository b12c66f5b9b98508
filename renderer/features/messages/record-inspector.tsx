// One record whole: value, key, headers, metadata, bytes.
import { Send, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Field, WholeRecord } from '../../../core/contract/messages.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FieldHex, FieldView, textToCopy } from './field-view.tsx'
import { type RecordAddress, useWholeRecord } from './messages.queries.ts'
import { RecordHeaders } from './record-headers.tsx'
import { RecordMetadata } from './record-metadata.tsx'

type InspectorTab = 'value' | 'key' | 'headers' | 'metadata' | 'hex'

const useInspector = create<{ tab: InspectorTab; setTab: (tab: InspectorTab) => void }>()(
  persist((set) => ({ tab: 'value', setTab: (tab) => set({ tab }) }), { name: 'headwater.inspector' }),
)

export interface RecordInspectorProps {
  connectionId: string
  topic: string
  address: RecordAddress
  onClose: () => void
  onResend: (record: WholeRecord) => void
}

export function RecordInspector({ connectionId, topic, address, onClose, onResend }: RecordInspectorProps): ReactNode {
  const query = useWholeRecord(connectionId, topic, address)
  const { data, isPending } = query
  const { tab, setTab } = useInspector()
  const title = `${topic}-${address.partition} @ ${address.offset}`
  useCommands([{ id: 'messages.resend', title: 'Edit and resend the record', keys: ['E'], run: () => data && onResend(data) }])
  return (
    <aside aria-label={`Record ${title}`} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-1 border-b border-n6 pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-mono text-mono font-semibold select-text" title={title}>
          {title}
        </h2>
        {data && (
          <CopyButton
            label={`Copy the ${tab === 'key' ? 'key' : 'value'}`}
            text={() => textToCopy(tab === 'key' ? data.key : data.value)}
          />
        )}
        <Button variant="quiet" disabled={!data} onClick={() => data && onResend(data)} title="Edit and resend (E)">
          <Send size={13} aria-hidden="true" />
          Resend…
        </Button>
        <IconButton label="Close (Escape)" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <QueryFailure query={query} />
      {isPending && <SkeletonRows label={`Reading ${title}`} rows={8} />}
      {data && <Tabs label="Parts of the record" value={tab} onChange={setTab} tabs={tabsOf(data)} />}
    </aside>
  )
}

const tabsOf = (record: WholeRecord): { id: InspectorTab; label: string; content: ReactNode }[] => [
  {
    id: 'value',
    label: 'Value',
    content: (
      <FieldView what="Value" field={record.value} nullMeans="Tombstone: the value is null. In a compacted topic it removes the key." />
    ),
  },
  {
    id: 'key',
    label: 'Key',
    content: <FieldView what="Key" field={record.key} nullMeans="The key is null: the producer may choose any partition." />,
  },
  { id: 'headers', label: `Headers ${record.headers.length}`, content: <RecordHeaders headers={record.headers} /> },
  { id: 'metadata', label: 'Metadata', content: <RecordMetadata record={record} /> },
  { id: 'hex', label: 'Hex', content: <HexOf value={record.value} /> },
]

const HexOf = ({ value }: { value: Field }): ReactNode => <FieldHex what="Value" field={value} />
