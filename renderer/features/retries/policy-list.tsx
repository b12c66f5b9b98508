// The policies of the local broker, and the way to poison pills.
import { Biohazard, Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RetryPolicy } from '../../../core/contract/retries.ts'
import { formatCount } from '../../format/numbers.ts'
import { cx } from '../../ui/class-names.ts'
import { DueText } from './due-text.tsx'
import { nextDueOf, policyTitle, STATE_WORDS, waitingIn } from './policy-words.ts'

export interface PolicyListProps {
  policies: readonly RetryPolicy[]
  /** A policy's id, or the place beside them. */
  shown: string | null
  poison: string
  onShow: (shown: string) => void
}

export function PolicyList({ policies, shown, poison, onShow }: PolicyListProps): ReactNode {
  return (
    <nav aria-label="Retry policies" className="flex min-h-0 flex-1 flex-col overflow-auto py-1">
      <ul>
        {policies.map((policy) => (
          <li key={policy.policyId}>
            <Entry isShown={policy.policyId === shown} onShow={() => onShow(policy.policyId)} icon={<Repeat size={14} aria-hidden="true" />} title={policyTitle(policy)} note={<Note policy={policy} />} />
          </li>
        ))}
      </ul>
      <div className={policies.length > 0 ? 'mt-1 border-t border-n6 pt-1' : ''}>
        <Entry isShown={shown === poison} onShow={() => onShow(poison)} icon={<Biohazard size={14} aria-hidden="true" />} title="Poison pills" note="Groups stuck at a record" />
      </div>
    </nav>
  )
}

function Note({ policy }: { policy: RetryPolicy }): ReactNode {
  const waiting = waitingIn(policy)
  const next = nextDueOf(policy)
  if (policy.state !== 'running') return `${STATE_WORDS[policy.state]}${waiting > 0 ? `, ${formatCount(waiting)} waiting` : ''}`
  if (waiting === 0) return 'Nothing waits'
  return (
    <>
      {formatCount(waiting)} waiting{next !== null && ', next '}
      {next !== null && <DueText dueMs={next} />}
    </>
  )
}

interface EntryProps {
  isShown: boolean
  onShow: () => void
  icon: ReactNode
  title: string
  note: ReactNode
}

function Entry({ isShown, onShow, icon, title, note }: EntryProps): ReactNode {
  return (
    <button
      type="button"
      aria-current={isShown ? 'page' : undefined}
      onClick={onShow}
      className={cx('flex w-full items-center gap-2 px-3 py-1 text-left', isShown ? 'bg-accent-soft' : 'hover:bg-n3')}
    >
      <span className="shrink-0 text-n10">{icon}</span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className={cx('truncate', isShown && 'font-medium')} title={title}>
          {title}
        </span>
        <span className="truncate text-small text-n10">{note}</span>
      </span>
    </button>
  )
}
