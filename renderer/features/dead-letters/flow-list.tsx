// The flows at the left: each source, its retry tiers, and the topics where its records end, with how many lie there and since when.
import { CornerDownRight, Repeat } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import type { RecognisedTopic } from '../../../core/contract/dead-letters.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { cx } from '../../ui/class-names.ts'
import { RelativeTime } from '../../ui/moment-text.tsx'
import type { FlowLine } from './flow-view.ts'

export interface FlowListProps {
  lines: readonly FlowLine[]
  /** null = all of them. */
  topic: string | null
  onTopic: (topic: string | null) => void
  onOpenTopic: (topic: string) => void
}

export function FlowList({ lines, topic, onTopic, onOpenTopic }: FlowListProps): ReactNode {
  const body = useRef<HTMLDivElement>(null)
  return (
    <div ref={body} role="group" aria-label="Topics of dead letters" onKeyDown={(event) => walk(event, body.current)} className="min-h-0 flex-1 overflow-auto py-1">
      {lines.map((line) => (
        <Line key={line.id} line={line} isChosen={isChosen(line, topic)} onTopic={onTopic} onOpenTopic={onOpenTopic} />
      ))}
    </div>
  )
}

const isChosen = (line: FlowLine, topic: string | null): boolean => (line.kind === 'all' ? topic === null : line.kind === 'dead-letters' && line.topic.topic === topic)

/** Up and down walk the lines, as in any list; Tab leaves it. */
function walk(event: KeyboardEvent, body: HTMLElement | null): void {
  const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
  if (by === 0 || !body || event.ctrlKey || event.metaKey || event.altKey) return
  const lines = [...body.querySelectorAll<HTMLElement>('[data-line]')]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  lines[Math.min(Math.max(at + by, 0), lines.length - 1)]?.focus()
}

interface LineProps {
  line: FlowLine
  isChosen: boolean
  onTopic: (topic: string | null) => void
  onOpenTopic: (topic: string) => void
}

function Line({ line, isChosen: chosen, onTopic, onOpenTopic }: LineProps): ReactNode {
  switch (line.kind) {
    case 'all':
      return (
        <LineButton isChosen={chosen} onClick={() => onTopic(null)}>
          <span className="min-w-0 flex-1 font-medium">All dead letters</span>
          <Counts {...line} />
        </LineButton>
      )
    case 'source':
      return (
        <p className="flex h-6 items-center gap-1.5 px-3 pt-1 text-n10">
          <span className="min-w-0 truncate font-mono text-mono" title={line.name}>
            {line.name}
          </span>
        </p>
      )
    case 'retry':
      return (
        <LineButton isChosen={false} tabIndex={-1} title={`Open ${line.topic.topic}`} onClick={() => onOpenTopic(line.topic.topic)} indent>
          <Repeat size={12} aria-hidden="true" className="shrink-0 text-n9" />
          <TopicName name={line.topic.topic} />
          <span className="shrink-0 text-small text-n9 tabular-nums">{line.topic.delayMs === null ? '' : `after ${formatDuration(line.topic.delayMs)}`}</span>
          <RecordCount topic={line.topic} />
        </LineButton>
      )
    case 'dead-letters':
      return <DeadLetterLine topic={line.topic} indexed={line.indexed} isChosen={chosen} onTopic={onTopic} />
  }
}

function DeadLetterLine({ topic, indexed, isChosen: chosen, onTopic }: Omit<Extract<FlowLine, { kind: 'dead-letters' }>, 'kind' | 'id'> & { isChosen: boolean; onTopic: LineProps['onTopic'] }): ReactNode {
  const error = indexed?.error ?? topic.error
  return (
    <LineButton isChosen={chosen} onClick={() => onTopic(topic.topic)} indent>
      <CornerDownRight size={12} aria-hidden="true" className="shrink-0 text-n9" />
      <span className="flex min-w-0 flex-1 flex-col">
        <TopicName name={topic.topic} />
        {(error !== null || topic.confidence === 'likely') && (
          <span className={cx('truncate text-small', error === null ? 'text-n9' : 'text-bad')} title={error ?? 'Only its name says so.'}>
            {error === null ? 'likely, by its name' : 'not read'}
          </span>
        )}
      </span>
      <Counts count={indexed?.known ?? null} newCount={indexed?.newSinceVisit ?? 0} oldestMs={indexed?.oldestMs ?? null} />
    </LineButton>
  )
}

const TopicName = ({ name }: { name: string }): ReactNode => (
  <span className="min-w-0 flex-1 truncate font-mono text-mono" title={name}>
    {name}
  </span>
)

const RecordCount = ({ topic: { recordCount } }: { topic: RecognisedTopic }): ReactNode =>
  recordCount !== null && <span className="shrink-0 text-small text-n10 tabular-nums">{formatCount(recordCount)}</span>

/** New ones first: they are why one looks. */
function Counts({ count, newCount, oldestMs }: { count: number | null; newCount: number; oldestMs: number | null }): ReactNode {
  if (count === null) return <span aria-hidden="true" className="skeleton h-2.5 w-8 shrink-0" />
  return (
    <span className="flex shrink-0 flex-col items-end">
      <span className="flex items-center gap-1.5">
        {newCount > 0 && (
          <span className="rounded-full border border-accent/45 bg-accent-soft px-1.5 text-small font-medium text-accent tabular-nums" title={`${counted(newCount, 'dead letter')} since you last looked`}>
            {formatCount(newCount)} new
          </span>
        )}
        <span className={cx('tabular-nums', count > 0 ? 'font-medium' : 'text-n9')} title={counted(count, 'dead letter')}>
          {formatCount(count)}
        </span>
      </span>
      {oldestMs !== null && count > 0 && (
        <span className="text-small text-n9">
          oldest <RelativeTime timestampMs={oldestMs} />
        </span>
      )}
    </span>
  )
}

interface LineButtonProps {
  isChosen: boolean
  indent?: boolean
  tabIndex?: number
  title?: string
  onClick: () => void
  children: ReactNode
}

function LineButton({ isChosen: chosen, indent = false, tabIndex, title, onClick, children }: LineButtonProps): ReactNode {
  return (
    <button
      type="button"
      data-line=""
      aria-pressed={chosen}
      tabIndex={tabIndex}
      title={title}
      onClick={onClick}
      className={cx(
        'relative flex min-h-6.5 w-full items-center gap-1.5 py-1 pr-3 text-left hover:bg-n4',
        indent ? 'pl-4' : 'pl-3',
        chosen && 'bg-accent-soft before:absolute before:inset-y-1 before:left-0 before:w-0.5 before:rounded-full before:bg-accent',
      )}
    >
      {children}
    </button>
  )
}
