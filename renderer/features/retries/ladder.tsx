// The way of a failed record, rung by rung: from the source through its tiers, back, and at last to the dead letters.
import { Inbox, LogIn, Skull, Timer, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RetryPolicy, RetryStop } from '../../../core/contract/retries.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { Figure } from '../../ui/figure.tsx'
import { formatDelay } from './delay-text.ts'
import { DueText } from './due-text.tsx'
import { countWords, titlesOf } from './policy-words.ts'

export interface LadderProps {
  policy: RetryPolicy
  /** What waits there is listed below; null = everywhere. */
  topic: string | null
  onTopic: (topic: string | null) => void
  onOpenTopic: (topic: string) => void
  onFire: (topic: string) => void
}

const ICONS = { source: Inbox, ingress: LogIn, tier: Timer, return: Undo2, 'dead-letter': Skull } as const

export function Ladder({ policy, topic, onTopic, onOpenTopic, onFire }: LadderProps): ReactNode {
  const titles = titlesOf(policy.stops)
  const most = Math.max(1, ...policy.stops.map(({ role, records }) => (role === 'tier' ? (records ?? 0) : 0)))
  return (
    <ol aria-label={`The way of a failed record of ${policy.draft.source}`} className="flex shrink-0 flex-col border-b border-n6 py-1">
      {policy.stops.map((stop, at) => (
        <Rung
          key={`${stop.role} ${stop.topic}`}
          stop={stop}
          title={titles[at]!}
          isFirst={at === 0}
          isLast={at === policy.stops.length - 1}
          share={stop.role === 'tier' ? (stop.records ?? 0) / most : 0}
          isChosen={topic === stop.topic}
          onChoose={() => onTopic(topic === stop.topic ? null : stop.topic)}
          onOpen={() => onOpenTopic(stop.topic)}
          onFire={() => onFire(stop.topic)}
        />
      ))}
    </ol>
  )
}

interface RungProps {
  stop: RetryStop
  title: string
  isFirst: boolean
  isLast: boolean
  /** Of the fullest tier. */
  share: number
  isChosen: boolean
  onChoose: () => void
  onOpen: () => void
  onFire: () => void
}

function Rung({ stop, title, isFirst, isLast, share, isChosen, onChoose, onOpen, onFire }: RungProps): ReactNode {
  const { topic, role, delayMs, exists, records, nextDueMs, moved, problem } = stop
  const Icon = ICONS[role]
  const canWait = role === 'tier' || role === 'ingress'
  return (
    <li className={cx('flex flex-col px-3', isChosen && 'bg-accent-soft')}>
      <div className="flex min-h-9 items-center gap-3">
        <Rail icon={<Icon size={14} aria-hidden="true" />} isFirst={isFirst} isLast={isLast} tone={role === 'dead-letter' ? 'bad' : canWait ? 'warn' : 'plain'} />
        <span className="w-32 shrink-0 text-n10">{title}</span>
        <button type="button" disabled={!exists} onClick={onOpen} title={exists ? `Open ${topic}` : 'The topic was deleted'} className="min-w-0 truncate text-left font-mono text-mono text-accent enabled:hover:underline disabled:text-n9 disabled:line-through">
          {topic}
        </button>
        {delayMs !== null && <Badge title="Waits so long here">{formatDelay(delayMs)}</Badge>}
        {stop.isFormer && <Badge tone="warn">removed by an edit, emptying</Badge>}
        <span className="flex-1" />
        {role === 'tier' && (
          <span aria-hidden="true" className="h-1.5 w-24 shrink-0 overflow-hidden rounded-full bg-n4">
            <span className="block h-full bg-warn" style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
        )}
        <span className="w-28 shrink-0 text-right tabular-nums">
          {canWait ? (
            <button type="button" aria-pressed={isChosen} onClick={onChoose} title="List what waits here" className={cx('hover:underline', records !== null && records > 0 ? 'font-medium' : 'text-n10')}>
              {countWords(stop)}
            </button>
          ) : (
            <span className={records === null ? 'text-bad' : ''}>{countWords(stop)}</span>
          )}
        </span>
        <span className="w-24 shrink-0 text-right text-n10">{nextDueMs === null ? '' : <DueText dueMs={nextDueMs} />}</span>
        <span className="w-24 shrink-0 text-right text-small text-n9" title={canWait ? `${formatCount(moved)} went on from here` : undefined}>
          {canWait && moved > 0 && (
            <>
              <Figure value={moved} /> moved on
            </>
          )}
        </span>
        <span className="w-18 shrink-0 text-right">
          {role === 'tier' && (
            <Button disabled={records === null || records === 0} onClick={onFire} aria-label={`Fire now: everything in ${topic}`}>
              Fire now
            </Button>
          )}
        </span>
      </div>
      {problem !== null && (
        <p role="alert" className="pb-1.5 pl-8 text-small text-bad select-text">
          {problem}
        </p>
      )}
    </li>
  )
}

const RAIL_TONES = { plain: 'text-n10', warn: 'text-warn', bad: 'text-bad' } as const

function Rail({ icon, isFirst, isLast, tone }: { icon: ReactNode; isFirst: boolean; isLast: boolean; tone: keyof typeof RAIL_TONES }): ReactNode {
  return (
    <span aria-hidden="true" className="relative flex w-6 shrink-0 items-center justify-center self-stretch">
      <span className={cx('absolute left-1/2 w-px bg-n7', isFirst ? 'top-1/2' : 'top-0', isLast ? 'bottom-1/2' : 'bottom-0')} />
      <span className={cx('relative flex size-6 items-center justify-center rounded-full border border-n7 bg-n1', RAIL_TONES[tone])}>{icon}</span>
    </span>
  )
}
