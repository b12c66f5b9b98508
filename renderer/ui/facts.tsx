// A line of facts about the thing that a screen shows: a name and a value each.
import type { ReactNode } from 'react'

export function Facts({ children }: { children: ReactNode }): ReactNode {
  return <dl className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-8 gap-y-1 border-b border-n6 px-3 py-1">{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="text-small text-n10">{name}</dt>
      <dd className="font-medium tabular-nums select-text">{children}</dd>
    </div>
  )
}
