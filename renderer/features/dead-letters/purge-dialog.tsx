// Deletes dead letters from their topic. Kafka deletes only everything before an offset, so it is said exactly what goes, and what would be lost.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { PurgePreview } from '../../../core/contract/dead-letters.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice, SkeletonRows } from '../../ui/states.tsx'
import { type PurgeAsked, type Purged, usePurge, usePurgePreview } from './dead-letters.queries.ts'
import { placeText, shortClass } from './failure-words.ts'
import { StateBadge } from './state-badge.tsx'
import { exportName, useCaseExport } from './use-case-export.ts'

export interface PurgeDialogProps {
  connection: Connection
  asked: PurgeAsked
  onClose: () => void
}

export function PurgeDialog({ connection, asked, onClose }: PurgeDialogProps): ReactNode {
  const preview = usePurgePreview(connection.id, asked)
  const purge = usePurge(connection.id)
  const cases = useCaseExport(connection.id)
  const [exportId, setExportId] = useState<string | null>(null)
  const [waive, setWaive] = useState(false)
  const [typed, setTyped] = useState('')
  const { data } = preview
  const isCovered = exportId !== null || waive
  const may = data !== undefined && data.refusal === null && data.records > 0 && isCovered && typed === connection.name && !purge.isPending
  const submit = (): void => {
    if (may) purge.mutate({ ...asked, token: data.token, confirmName: typed, waive, exportId })
  }
  if (purge.data) return <PurgeResult topic={asked.topic} result={purge.data} onClose={onClose} />
  const save = async (): Promise<void> => setExportId(await cases.save({ kind: 'filter', topics: [asked.topic], filter: {} }, data?.records ?? 0, exportName([asked.topic])))
  return (
    <Dialog
      title={`Purge ${asked.topic}`}
      description="Kafka deletes everything before an offset, not single records. It cannot be undone."
      wide
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" disabled={!may} aria-busy={purge.isPending}>
            {data ? `Delete ${counted(data.records, 'record')}` : 'Delete'}
          </Button>
        </>
      }
    >
      <QueryFailure query={preview} />
      {preview.isPending && <SkeletonRows label="Looking at what would go" rows={4} />}
      {data?.refusal && <Notice boxed tone="bad" message={data.refusal.message} remedy={data.refusal.remedy} />}
      {data && data.refusal === null && (
        <>
          <Extent preview={data} />
          {data.unresolved > 0 && <Unresolved preview={data} />}
          {data.records > 0 && <Copy exportId={exportId} waive={waive} onWaive={setWaive} onSave={() => void save()} progress={cases.state} />}
          <TextField label={`Type ${connection.name} to confirm`} mono value={typed} onChange={setTyped} />
        </>
      )}
      {purge.error && <FailureNotice boxed failure={failureOf(purge.error)} />}
    </Dialog>
  )
}

function Extent({ preview: { partitions, records } }: { preview: PurgePreview }): ReactNode {
  if (records === 0) return <p className="text-n10">There is nothing before the chosen records: nothing would be deleted.</p>
  return (
    <table className="w-full text-left tabular-nums select-text">
      <thead className="text-small text-n10">
        <tr>
          <th className="font-medium">Partition</th>
          <th className="text-right font-medium">Deleted from offset</th>
          <th className="text-right font-medium">up to, not including</th>
        </tr>
      </thead>
      <tbody className="font-mono text-mono">
        {partitions.map(({ partition, startOffset, beforeOffset }) => (
          <tr key={partition} className="border-t border-n5">
            <td>{partition}</td>
            <td className="text-right">{formatCount(startOffset)}</td>
            <td className="text-right">{formatCount(beforeOffset)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Unresolved({ preview: { records, unresolved, unresolvedSample } }: { preview: PurgePreview }): ReactNode {
  return (
    <section aria-label="Unresolved" className="flex flex-col gap-1.5">
      <p>
        <span className="font-medium text-bad">{formatCount(unresolved)} of {counted(records, 'record')}</span> {unresolved === 1 ? 'is' : 'are'} unresolved and would be lost:
      </p>
      <ul className="max-h-36 overflow-auto rounded-outer border border-n6 bg-n1 px-2 py-1 select-text">
        {unresolvedSample.map((row) => (
          <li key={placeText(row.key)} className="flex items-center gap-2">
            <span className="shrink-0 font-mono text-mono text-n10">{placeText(row.key)}</span>
            <span className="min-w-0 flex-1 truncate">
              {shortClass(row.class)} <span className="text-n10">{row.message}</span>
            </span>
            <StateBadge state={row.state} />
          </li>
        ))}
        {unresolved > unresolvedSample.length && <li className="text-n10">and {formatCount(unresolved - unresolvedSample.length)} more</li>}
      </ul>
    </section>
  )
}

interface CopyProps {
  exportId: string | null
  waive: boolean
  onWaive: (waive: boolean) => void
  onSave: () => void
  progress: { done: number; total: number } | null
}

/** Nothing is deleted that was not exported, or said to be dispensable. */
function Copy({ exportId, waive, onWaive, onSave, progress }: CopyProps): ReactNode {
  return (
    <div className="flex items-center gap-3">
      <Button disabled={progress !== null} onClick={onSave}>
        {progress ? `Exporting, ${formatCount(progress.done)} so far` : exportId === null ? 'Export the topic first' : 'Exported'}
      </Button>
      <label className="flex items-center gap-2">
        <input type="checkbox" className="accent-accent" checked={waive} disabled={exportId !== null} onChange={(event) => onWaive(event.target.checked)} />
        or delete them without a copy
      </label>
    </div>
  )
}

function PurgeResult({ topic, result, onClose }: { topic: string; result: Purged; onClose: () => void }): ReactNode {
  const failed = result.partitions.filter(({ error }) => error !== null).length
  return (
    <Dialog
      title={failed === 0 ? `Purged ${topic}` : `${topic}: ${counted(failed, 'partition')} not purged`}
      open
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose} data-autofocus="">
          Close
        </Button>
      }
    >
      <ul className="flex flex-col gap-1 select-text">
        {result.partitions.map(({ partition, startOffset, error }) => (
          <li key={partition}>
            Partition {partition}: {error === null ? `begins at offset ${startOffset === null ? 'unknown' : formatCount(startOffset)} now` : <span className="text-bad">{error}</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
