// A card of Home: what it is about, what can be done about it, and a little more below.
import { type ReactNode, useId } from 'react'

export interface HomeCardProps {
  title: string
  /** At the right of the title: a word of state, a verb. */
  aside?: ReactNode
  children: ReactNode
}

export function HomeCard({ title, aside, children }: HomeCardProps): ReactNode {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col rounded-outer border border-n6 bg-n2">
      <div className="flex h-9 items-center gap-2.5 border-b border-n6 pr-2 pl-3">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        <span className="flex-1" />
        {aside}
      </div>
      <div className="flex min-w-0 flex-col gap-3 p-3">{children}</div>
    </section>
  )
}
