// A line of facts about the thing that a screen shows: a name and a value each, and at its end what else belongs there.
import type { ReactNode } from 'react'

export function Facts({ children, end }: { children: ReactNode; end?: ReactNode }): ReactNode {
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-3 border-b border-n6 px-3 py-1">
      <dl className="flex min-w-0 flex-1 flex-wrap items-center gap-x-8 gap-y-1">{children}</dl>
      {end}
    </div>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="text-small text-n10">{name}</dt>
      <dd className="font-medium tabular-nums select-text">{children}</dd>
    </div>
  )
}
