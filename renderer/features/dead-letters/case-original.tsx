// The record as it was in its own topic, against what the dead letter holds: what a consumer, a serializer or a hand has changed.
import { type ReactNode, useMemo } from 'react'
import type { FailureCase } from '../../../core/contract/dead-letters.ts'
import type { WholeRecord } from '../../../core/contract/records.ts'
import { aroundChanges, type DiffLine } from '../../format/line-diff.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/class-names.ts'
import { MomentText } from '../../ui/moment-text.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { useRecordAt } from './dead-letters.queries.ts'
import { type FieldDiff, fieldDiff, type HeaderDiff, headerDiffs } from './record-diff.ts'
import { PlaceLink } from './place-link.tsx'

export interface CaseOriginalProps {
  connectionId: string
  data: FailureCase
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
}

type Tone = 'good' | 'warn' | 'neutral'

const STATES: Record<FailureCase['origin']['state'], { label: string; tone: Tone }> = {
  same: { label: 'the same', tone: 'good' },
  different: { label: 'differs', tone: 'warn' },
  gone: { label: 'gone', tone: 'warn' },
  'topic-missing': { label: 'topic missing', tone: 'warn' },
  unknown: { label: 'not known', tone: 'neutral' },
  unreachable: { label: 'not reached', tone: 'warn' },
}

export function CaseOriginal({ connectionId, data, onOpenRecord }: CaseOriginalProps): ReactNode {
  const { origin, row } = data
  const place = origin.place ?? row.origin
  const isThere = (origin.state === 'same' || origin.state === 'different') && place !== null && place.partition !== null && place.offset !== null
  const { label, tone } = STATES[origin.state]
  return (
    <>
      <div className="flex shrink-0 flex-col gap-0.5 border-b border-n5 px-3 py-1.5 select-text">
        <p className="flex items-center justify-between gap-2">
          {place ? <PlaceLink place={place} isThere={isThere} onOpenRecord={onOpenRecord} /> : <span className="text-n10">No origin</span>}
          <Badge tone={tone}>{label}</Badge>
        </p>
        <p className="text-n10">{origin.text}</p>
      </div>
      {isThere && !row.isGone && (
        <Comparison connectionId={connectionId} data={data} origin={{ topic: place.topic, partition: place.partition!, offset: place.offset! }} />
      )}
    </>
  )
}

function Comparison({ connectionId, data, origin }: { connectionId: string; data: FailureCase; origin: { topic: string; partition: number; offset: bigint } }): ReactNode {
  const before = useRecordAt(connectionId, origin)
  const after = useRecordAt(connectionId, data.row.key)
  return (
    <>
      <QueryFailure query={before} />
      <QueryFailure query={after} />
      {(before.isPending || after.isPending) && <SkeletonRows label="Reading both records" rows={8} />}
      {before.data && after.data && <Diffs before={before.data} after={after.data} owned={data.ownedHeaders} />}
    </>
  )
}

function Diffs({ before, after, owned }: { before: WholeRecord; after: WholeRecord; owned: readonly string[] }): ReactNode {
  const value = useMemo(() => fieldDiff(before.value, after.value), [before, after])
  const key = useMemo(() => fieldDiff(before.key, after.key), [before, after])
  const headers = useMemo(() => headerDiffs(before.headers, after.headers, owned), [before, after, owned])
  return (
    <div role="region" aria-label="Original against dead letter" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1 pb-3">
      {(value.kind === 'lines' || key.kind === 'lines' || headers.length > 0) && (
        <p className="px-3 py-1.5 text-small text-n10">
          <span className="text-bad">−</span> as it was written <MomentText timestampMs={before.timestamp} />, <span className="text-good">+</span> as the dead letter holds it
        </p>
      )}
      <Part title="Value" diff={value} />
      <Part title="Key" diff={key} />
      <Headers diffs={headers} ownedCount={after.headers.filter(({ key: name }) => owned.includes(name)).length} />
    </div>
  )
}

const CONTEXT = 3

function Part({ title, diff }: { title: string; diff: FieldDiff }): ReactNode {
  return (
    <section className="pb-2">
      <h3 className="flex items-center gap-2 px-3 py-1 text-small font-medium text-n10">
        {title}
        {diff.kind === 'same' && <span className="font-normal text-n9">the same, {diff.words}</span>}
        {diff.kind === 'unlike' && <span className="font-normal text-warn">{diff.words}</span>}
      </h3>
      {diff.kind === 'lines' && (
        <div className="font-mono text-mono select-text">
          {aroundChanges(diff.lines, CONTEXT).map((line, at) => (
            // Lines have no identity but their place.
            // oxlint-disable-next-line no-array-index-key
            <Line key={at} line={line} />
          ))}
        </div>
      )}
    </section>
  )
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const
const LOOKS = { same: 'text-n10', removed: 'bg-bad-soft', added: 'bg-good-soft' } as const

function Line({ line }: { line: DiffLine | null }): ReactNode {
  if (line === null) return <p className="px-3 text-n9 select-none">⋯</p>
  return (
    <p className={cx('flex px-3', LOOKS[line.kind])}>
      <span className={cx('w-4 shrink-0 select-none', line.kind === 'removed' ? 'text-bad' : 'text-good')}>{SIGNS[line.kind]}</span>
      <span className="min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap">{line.text}</span>
    </p>
  )
}

function Headers({ diffs, ownedCount }: { diffs: readonly HeaderDiff[]; ownedCount: number }): ReactNode {
  return (
    <section>
      <h3 className="flex items-center gap-2 px-3 py-1 text-small font-medium text-n10">
        Headers
        <span className="font-normal text-n9">
          {diffs.length === 0 ? 'those of the business are the same' : ''}
          {ownedCount > 0 && `${diffs.length === 0 ? '; ' : ''}${ownedCount} of the failure not compared`}
        </span>
      </h3>
      <div className="font-mono text-mono select-text">
        {diffs.map(({ kind, name, text }, at) => (
          // oxlint-disable-next-line no-array-index-key
          <Line key={at} line={{ kind, text: `${name}: ${text}` }} />
        ))}
      </div>
    </section>
  )
}
