// Every record that waits in a policy, in the order in which it is due; one or several can be made due now.
import { type ReactNode, useMemo, useState } from 'react'
import type { PendingRetry } from '../../../core/contract/retries.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { DueText } from './due-text.tsx'
import { PENDING_LIMIT, usePending } from './retries.queries.ts'

export interface WaitingRecordsProps {
  policyId: string
  /** null = of all tiers. */
  topic: string | null
  onAllTopics: () => void
  onFire: (records: readonly PendingRetry[]) => void
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
}

const NONE: readonly PendingRetry[] = []
const NO_KEYS: ReadonlySet<string> = new Set()

export function WaitingRecords({ policyId, topic, onAllTopics, onFire, onOpenRecord }: WaitingRecordsProps): ReactNode {
  const query = usePending(policyId, topic)
  const [active, setActive] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(NO_KEYS)
  const records = query.data?.records ?? NONE
  const chosen = useMemo(() => {
    const ofSelection = records.filter((record) => selected.has(keyOf(record)))
    return ofSelection.length > 0 ? ofSelection : records.filter((record) => keyOf(record) === active)
  }, [records, selected, active])
  const fire = (): void => {
    if (chosen.length > 0) onFire(chosen)
    setSelected(NO_KEYS)
  }
  useCommands([{ id: 'retries.fire', title: 'Fire the chosen records now', keys: ['F'], run: fire, disabled: chosen.length === 0 ? 'Choose a waiting record first.' : undefined }])
  return (
    <section aria-label="Waiting records" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-2.5 border-b border-n6 px-3">
        <span role="status" className="text-n10 tabular-nums">
          {query.data && totalWords(query.data.total, records.length)}
          {topic !== null && <> in <span className="font-mono text-mono">{topic}</span></>}
        </span>
        {topic !== null && (
          <Button variant="quiet" onClick={onAllTopics}>
            Show all tiers
          </Button>
        )}
        <span className="flex-1" />
        <Button disabled={chosen.length === 0} shortcut="F" onClick={fire}>
          {chosen.length > 1 ? `Fire ${counted(chosen.length, 'record')} now` : 'Fire now'}
        </Button>
      </div>
      <QueryFailure query={query} />
      {query.isPending && <SkeletonRows label="Reading what waits" rows={6} />}
      {query.data && records.length === 0 && (
        <p className="px-3 py-6 text-n10">Nothing waits{topic === null ? '' : ' here'}. A record that a consumer hands over shows up at once, with the time at which it is due.</p>
      )}
      {records.length > 0 && (
        <DataGrid
          label="Waiting records"
          name="waiting-retries"
          columns={COLUMNS}
          rows={{ count: records.length, at: (index) => records[index] }}
          keyOf={keyOf}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={(record) => onOpenRecord(record.topic, record)}
          selection={{ keys: selected, onChange: setSelected }}
          contextMenu={(record) => [
            { label: 'Open record', keys: 'Enter', run: () => onOpenRecord(record.topic, record) },
            { label: 'Fire now', keys: 'F', run: () => onFire([record]) },
          ]}
        />
      )}
    </section>
  )
}

function totalWords(total: number, shown: number): string {
  if (total === 0) return 'Nothing waits'
  return shown < Math.min(total, PENDING_LIMIT) || total <= shown ? `${counted(total, 'record')} waiting` : `The next ${formatCount(shown)} of ${counted(total, 'record')} waiting`
}

const keyOf = ({ topic, partition, offset }: PendingRetry): string => `${topic} ${partition} ${offset}`

const COLUMNS: readonly GridColumn<PendingRetry>[] = [
  { id: 'due', header: 'Due', width: '110px', cell: ({ dueMs }) => <DueText dueMs={dueMs} /> },
  { id: 'at', header: 'At', width: '120px', cell: ({ dueMs }) => <MomentText timestampMs={Math.round(dueMs)} /> },
  { id: 'attempt', header: 'Attempt', width: '70px', align: 'end', cell: ({ attempt }) => attempt },
  { id: 'topic', header: 'Waits in', width: 'minmax(120px, 1fr)', cell: ({ topic }) => <Mono text={topic} /> },
  { id: 'partition', header: 'Part.', width: '60px', cell: ({ partition }) => <SeriesMark index={partition} /> },
  { id: 'offset', header: 'Offset', width: '80px', align: 'end', cell: ({ offset }) => <span className="font-mono text-mono">{String(offset)}</span> },
  { id: 'key', header: 'Key', width: 'minmax(80px, 0.7fr)', cell: ({ key }) => (key === null ? <i className="text-n9">null</i> : <Mono text={key} />) },
  { id: 'error', header: 'Failed with', width: 'minmax(120px, 1.2fr)', cell: ({ errorClass, errorMessage }) => <Failed errorClass={errorClass} errorMessage={errorMessage} /> },
  { id: 'value', header: 'Value', width: 'minmax(120px, 1.2fr)', cell: ({ valuePreview }) => (valuePreview === null ? <i className="text-n9">null</i> : <Mono text={valuePreview} />) },
  { id: 'size', header: 'Size', width: '80px', align: 'end', cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
]

const Mono = ({ text }: { text: string }): ReactNode => (
  <span className="block truncate font-mono text-mono" title={text}>
    {text}
  </span>
)

function Failed({ errorClass, errorMessage }: { errorClass: string | null; errorMessage: string | null }): ReactNode {
  if (errorClass === null && errorMessage === null) return <span className="text-n9">not said</span>
  const text = [errorClass, errorMessage].filter((part) => part !== null).join(': ')
  return (
    <span className="block truncate" title={text}>
      {text}
    </span>
  )
}
