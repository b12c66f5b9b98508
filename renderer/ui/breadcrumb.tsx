// Where one is: the list that leads back, and the name of the thing.
import type { ReactNode } from 'react'

export interface BreadcrumbProps {
  /** `Topics` */
  list: string
  name: string
  onBack: () => void
}

export function Breadcrumb({ list, name, onBack }: BreadcrumbProps): ReactNode {
  return (
    <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5">
      <button type="button" className="rounded-inner text-n10 hover:text-n12" onClick={onBack}>
        {list}
      </button>
      <span aria-hidden="true" className="text-n8">
        /
      </span>
      <h1 className="truncate font-mono text-mono font-semibold select-text" title={name}>
        {name}
      </h1>
    </nav>
  )
}
