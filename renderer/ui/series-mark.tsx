// A small number in one of eight hues: tells series apart at a glance, and the number says which.
import type { ReactNode } from 'react'

export function SeriesMark({ index }: { index: number }): ReactNode {
  return (
    <span className="inline-flex items-center gap-1.5 tabular-nums">
      <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: `var(--color-p${index % 8})` }} />
      {index}
    </span>
  )
}
