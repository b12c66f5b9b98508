// A word that states a fact about the thing beside it.
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

const TONES: Record<Tone, string> = {
  neutral: 'border-n7 text-n10',
  accent: 'border-accent/45 text-accent bg-accent-soft',
  good: 'border-good/45 text-good bg-good-soft',
  warn: 'border-warn/45 text-warn bg-warn-soft',
  bad: 'border-bad/45 text-bad bg-bad-soft',
}

export function Badge({ tone = 'neutral', title, children }: { tone?: Tone; title?: string; children: ReactNode }): ReactNode {
  return (
    <span
      title={title}
      className={cx('inline-flex h-4.5 shrink-0 items-center rounded-inner border px-1.5 text-small font-medium tabular-nums', TONES[tone])}
    >
      {children}
    </span>
  )
}
