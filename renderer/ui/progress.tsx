// A thin bar for work whose extent is known, with the words that say how far it is. Of unknown extent: only the words count.
import { Progress as Base } from '@base-ui/react/progress'
import type { ReactNode } from 'react'

export interface ProgressProps {
  label: string
  /** 0 to 1; null = nobody knows how much there is. */
  done: number | null
  /** `412 000 of about 1.2 M scanned, 3 found`. */
  text?: ReactNode
}

export function Progress({ label, done, text }: ProgressProps): ReactNode {
  const percent = done === null ? null : Math.round(Math.min(Math.max(done, 0), 1) * 100)
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Base.Root aria-label={label} value={percent} className="w-24 shrink-0">
        <Base.Track className="h-1 overflow-hidden rounded-full bg-n5">
          <Base.Indicator className="h-full bg-accent data-indeterminate:w-1/3 data-indeterminate:opacity-60" />
        </Base.Track>
      </Base.Root>
      {text !== undefined && <span className="min-w-0 truncate text-small text-n10 tabular-nums">{text}</span>}
    </div>
  )
}
