// The parts of a record, each with a tab of its own: value, key, headers, metadata, bytes. Which one is shown is remembered for all records.
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { RecordPart, WholeRecord } from '../../../core/contract/records.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FieldHex, FieldView } from './field-view.tsx'
import type { RecordPlace } from './record.queries.ts'
import { RecordHeaders } from './record-headers.tsx'
import { RecordMetadata } from './record-metadata.tsx'
import type { PartJob } from './use-part-job.ts'

type InspectorTab = 'value' | 'key' | 'headers' | 'metadata' | 'hex'

const useInspector = create<{ tab: InspectorTab; setTab: (tab: InspectorTab) => void }>()(
  persist((set) => ({ tab: 'value', setTab: (tab) => set({ tab }) }), { name: 'headwater.inspector' }),
)

export const useShownPart = (): InspectorTab => useInspector().tab

export function RecordTabs({ connectionId, record, job }: { connectionId: string; record: WholeRecord; job: PartJob }): ReactNode {
  const { tab, setTab } = useInspector()
  return <Tabs label="Parts of the record" value={tab} onChange={setTab} tabs={tabsOf(connectionId, record, job)} />
}

export function JobBar({ job }: { job: PartJob }): ReactNode {
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
