// One failure group above its dead letters: how much, since when, where it comes from, and what people have noted.
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailureGroup } from '../../../core/contract/dead-letters.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useKeyLabel } from '../../ui/commands.ts'
import { RelativeTime } from '../../ui/moment-text.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { shortClass } from './failure-words.ts'
import { NoteBox } from './note-box.tsx'

export interface GroupHeadProps {
  group: FailureGroup
  onBack: () => void
  onReplay: () => void
  onSplit: () => void
  onNote: (note: string) => void
}

export function GroupHead({ group, onBack, onReplay, onSplit, onNote }: GroupHeadProps): ReactNode {
  const { class: name, maskedMessage, message, merged } = group
  const keys = useKeyLabel('dead-letters.replay-group')
  return (
    <section aria-label="Failure group" className="flex shrink-0 flex-col gap-1.5 border-b border-n6 px-3 py-2">
      <header className="flex items-start gap-2">
        <IconButton label="All failure groups (Escape)" className="-ml-1.5" onClick={onBack}>
          <ChevronLeft size={16} aria-hidden="true" />
        </IconButton>
        <div className="min-w-0 flex-1 pt-1 select-text">
          <h2 className="flex items-center gap-2">
            <span className="min-w-0 truncate font-semibold" title={name ?? undefined}>
              {shortClass(name)}
            </span>
            {merged.length > 0 && (
              <Badge title={merged.join('\n')}>
                {counted(merged.length, 'group')} merged in
              </Badge>
            )}
          </h2>
          <p className="line-clamp-2 wrap-anywhere text-n10" title={message ?? undefined}>
            {maskedMessage ?? message ?? 'It has no message.'}
          </p>
        </div>
        {merged.length > 0 && <Button onClick={onSplit}>Split</Button>}
        <Button onClick={onReplay} shortcut={keys} title="Replay the whole group">
          Replay all {formatCount(group.count)}…
        </Button>
      </header>
      <GroupFacts group={group} />
      <NoteBox key={group.fingerprint} label="Note on the group" note={group.note} onNote={onNote} />
    </section>
  )
}

function GroupFacts({ group }: { group: FailureGroup }): ReactNode {
  const { firstSeenMs, lastSeenMs, attempts, consumerGroups, originTopics, replayedCount, bouncedCount, resolvedCount } = group
  return (
    <dl className="flex flex-wrap items-baseline gap-x-5 gap-y-0.5 select-text">
      <Fact name="First">
        <RelativeTime timestampMs={firstSeenMs} />
      </Fact>
      <Fact name="Last">
        <RelativeTime timestampMs={lastSeenMs} />
      </Fact>
      {attempts.max !== null && (
        <Fact name="Attempts">
          {attempts.p50 !== null && attempts.p50 !== attempts.max ? `${formatCount(Math.round(attempts.p50))} (median), ${formatCount(attempts.max)} at most` : formatCount(attempts.max)}
        </Fact>
      )}
      {originTopics.length > 0 && <Fact name="From">{listed(originTopics)}</Fact>}
      {consumerGroups.length > 0 && <Fact name={consumerGroups.length === 1 ? 'Group' : 'Groups'}>{listed(consumerGroups)}</Fact>}
      {replayedCount > 0 && <Fact name="Replayed">{formatCount(replayedCount)}</Fact>}
      {bouncedCount > 0 && (
        <Fact name="Came back">
          <span className="text-bad">{formatCount(bouncedCount)}</span>
        </Fact>
      )}
      {resolvedCount > 0 && <Fact name="Resolved">{formatCount(resolvedCount)}</Fact>}
      <Fact name="Partitions">
        <Spread partitions={group.partitions} />
      </Fact>
    </dl>
  )
}

const MOST_LISTED = 3

const listed = (names: readonly string[]): ReactNode => (
  <span className="font-mono text-mono" title={names.join('\n')}>
    {names.slice(0, MOST_LISTED).join(', ')}
    {names.length > MOST_LISTED && ` and ${names.length - MOST_LISTED} more`}
  </span>
)

const MOST_PARTITIONS = 6

/** All in one partition says: one key, one producer; evenly: the code. */
function Spread({ partitions }: { partitions: FailureGroup['partitions'] }): ReactNode {
  const shown = partitions.toSorted((a, b) => b.count - a.count).slice(0, MOST_PARTITIONS)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2.5" title={partitions.map(({ partition, count }) => `${partition}: ${count}`).join('\n')}>
      {shown.map(({ partition, count }) => (
        <span key={partition} className="inline-flex items-center gap-1">
          <SeriesMark index={partition} />
          <span className="text-n10 tabular-nums">×{formatCount(count)}</span>
        </span>
      ))}
      {partitions.length > MOST_PARTITIONS && <span className="text-n10">and {partitions.length - MOST_PARTITIONS} more</span>}
    </span>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }): ReactNode => (
  <div className="flex min-w-0 items-baseline gap-1.5">
    <dt className="text-small text-n9">{name}</dt>
    <dd className="min-w-0 truncate tabular-nums">{children}</dd>
  </div>
)
