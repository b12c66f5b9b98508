// Groups that do not get past a record, on this cluster: why they are thought to be stuck, the record, and the way past it.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { PoisonPill, PoisonReport } from '../../../core/contract/retries.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { EmptyState, Notice, SkeletonRows, Toolbar } from '../../ui/states.tsx'
import { CopyPillDialog } from './copy-pill-dialog.tsx'
import { usePoison } from './retries.queries.ts'

export interface PoisonPillsProps {
  connection: Connection
  writable: boolean
  onArm: () => void
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
  onOpenGroup: (groupId: string) => void
}

const TAKES_MS = 20_000

export function PoisonPills(props: PoisonPillsProps): ReactNode {
  const { connection } = props
  const { value: report, failure } = usePoison(connection.id)
  const [copied, setCopied] = useState<PoisonPill | null>(null)
  return (
    <>
      <Toolbar>
        <h2 className="font-semibold">Poison pills</h2>
        <span role="status" className="text-n10 tabular-nums">
          {report && <Watching report={report} />}
        </span>
      </Toolbar>
      {failure && failure.code !== 'LOST' && <FailureNotice failure={failure} />}
      {report !== null && report.error !== null && <Notice tone="bad" message={report.error} remedy="It is asked again every few seconds." />}
      {report === null && !failure && <SkeletonRows label="Looking at the groups" rows={8} />}
      {report !== null && report.pills.length === 0 && report.error === null && <Nothing report={report} />}
      {report !== null && report.pills.length > 0 && (
        <ul aria-label="Groups that do not get past a record" className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto p-3">
          {report.pills.map((pill) => (
            <Pill key={`${pill.groupId} ${pill.topic} ${pill.partition}`} pill={pill} {...props} onCopy={() => (props.writable ? setCopied(pill) : props.onArm())} />
          ))}
          {report.leftOut > 0 && <li className="text-n10">{counted(report.leftOut, 'more partition')} whose group has no members and stays where it is {report.leftOut === 1 ? 'is' : 'are'} not listed.</li>}
        </ul>
      )}
      {copied && <CopyPillDialog connection={connection} pill={copied} onClose={() => setCopied(null)} />}
    </>
  )
}

const Watching = ({ report: { groups, watchingMs } }: { report: PoisonReport }): ReactNode =>
  `${counted(groups, 'classic group')} watched${watchingMs < TAKES_MS ? `, for ${formatDuration(Math.floor(watchingMs / 1_000) * 1_000)}` : ''}`

function Nothing({ report: { groups, watchingMs } }: { report: PoisonReport }): ReactNode {
  return (
    <EmptyState title={watchingMs < TAKES_MS ? 'Looking at the groups' : 'No group is stuck at a record'}>
      <p className="text-n10">
        {counted(groups, 'classic group')} {groups === 1 ? 'is' : 'are'} looked at every few seconds while this is open. A group counts as stuck when its members are lost three times at one offset, or when nobody gets past it for{' '}
        {formatDuration(TAKES_MS)} while there is more to read. One without members that stays where it is is listed too, as stopped.
      </p>
    </EmptyState>
  )
}

function Pill({ pill, connection, onOpenRecord, onOpenGroup, onCopy, writable }: PoisonPillsProps & { pill: PoisonPill; onCopy: () => void }): ReactNode {
  const { groupId, topic, partition, offset, why, obstacle, stuckSinceMs, lag, state, certainty } = pill
  const isStuck = certainty === 'stuck'
  return (
    <li className="flex flex-col gap-1.5 rounded-outer border border-n6 p-2.5">
      <div className="flex items-center gap-2.5">
        <button type="button" className="min-w-0 truncate font-mono text-mono font-medium text-accent hover:underline" onClick={() => onOpenGroup(groupId)}>
          {groupId}
        </button>
        <span>{isStuck ? 'is stuck at' : 'has stopped at'}</span>
        <span className="min-w-0 truncate font-mono text-mono select-text">
          {topic}/{partition} @{String(offset)}
        </span>
        <Badge tone={isStuck ? 'bad' : 'warn'}>{formatCount(lag)} behind</Badge>
        <Badge>{state}</Badge>
        <span className="flex-1" />
        <span className="text-small text-n10">
          {isStuck ? 'first seen there' : 'without members since'} <RelativeTime timestampMs={stuckSinceMs} />
        </span>
      </div>
      <p className="text-n10">{why}</p>
      <div className="flex items-center gap-2">
        <Button onClick={() => onOpenRecord(topic, { partition, offset })}>View record</Button>
        <Button variant="primary" disabled={obstacle !== null} onClick={onCopy}>
          {writable ? 'Copy to dead letters and advance by one…' : `Arm ${connection.name} to advance…`}
        </Button>
        {obstacle !== null && <span className="text-small text-warn">{obstacle}</span>}
      </div>
    </li>
  )
}
