// A topic with partition and offset in a column.
import type { ReactNode } from 'react'

/** Where room is short it is the name that is cut: what tells one from the other is its end. */
export function Place({ topic, rest }: { topic: string; rest: string }): ReactNode {
  return (
    <span className="flex font-mono text-mono" title={`${topic}${rest}`}>
      <span className="truncate">{topic}</span>
      <span className="shrink-0">{rest}</span>
    </span>
  )
}
