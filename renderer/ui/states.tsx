// What a screen shows when it has nothing yet, nothing at all, or a failure: never a blank and never a dead end.
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import { relativeTime } from '../format/times.ts'
import { useHasLasted, useNow } from './clock.ts'

/** The strip above a screen's content. */
export function Toolbar({ children }: { children: ReactNode }): ReactNode {
  return <header className="flex h-9 shrink-0 items-center gap-2.5 border-b border-n6 px-3">{children}</header>
}

/** How old what is shown is. */
export function Age({ sinceMs }: { sinceMs: number }): ReactNode {
  const nowMs = useNow(1_000)
  return <span className="text-warn"> as of {relativeTime(sinceMs, nowMs)}</span>
}

/** Rows of grey, once loading has lasted long enough to be noticed. */
export function SkeletonRows({ label, rows = 12 }: { label: string; rows?: number }): ReactNode {
  const visible = useHasLasted(150)
  return (
    <div role="status" aria-label={label} className="flex flex-col overflow-hidden">
      {visible &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-6.5 shrink-0 items-center gap-4 px-3">
            <div className="skeleton h-2.5 w-24" />
            <div className="skeleton h-2.5" style={{ width: `${20 + ((row * 37) % 45)}%` }} />
          </div>
        ))}
    </div>
  )
}

export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }): ReactNode {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center overflow-auto px-6 pt-[12vh] pb-6">
      <div className="flex w-full max-w-150 flex-col gap-3">
        <h2 className="text-title font-semibold">{title}</h2>
        {children}
        {actions && <div className="flex gap-2 pt-1">{actions}</div>}
      </div>
    </div>
  )
}

export interface NoticeProps {
  tone: 'bad' | 'warn'
  message: string
  remedy?: string
  detail?: string | null
  action?: { label: string; run: () => void; busy?: boolean }
  /** Stands inside something, with room around it, instead of across a pane. */
  boxed?: boolean
}

/** Says in place what failed and what to do; what was there before stays below it. */
export function Notice({ tone, message, remedy, detail, action, boxed = false }: NoticeProps): ReactNode {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx(
        'flex shrink-0 items-start gap-2 px-3 py-1',
        boxed ? 'rounded-outer border' : 'border-b',
        tone === 'bad' ? 'border-bad/40 bg-bad-soft' : 'border-warn/40 bg-warn-soft',
      )}
    >
      <TriangleAlert size={14} aria-hidden="true" className={cx('mt-1.5 shrink-0', tone === 'bad' ? 'text-bad' : 'text-warn')} />
      <p className="min-w-0 flex-1 py-1 break-words select-text">
        <span className="font-medium">{message}</span> {remedy}
        {detail && <span className="block text-small text-n10">{detail}</span>}
      </p>
      {action && (
        <Button onClick={action.run} disabled={action.busy}>
          {action.label}
        </Button>
      )}
    </div>
  )
}
