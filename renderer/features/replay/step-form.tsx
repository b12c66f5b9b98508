// The form of a step: what is decided at the left, the choice with what it comes to at the right.
import type { ReactNode } from 'react'

export function StepForm({ intro, isStarted, children }: { intro: ReactNode; isStarted: boolean; children: ReactNode }): ReactNode {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" inert={isStarted}>
      <div className="flex max-w-220 flex-col px-5 py-3">
        <p className="pb-2 text-n11">{intro}</p>
        {children}
      </div>
    </div>
  )
}

export function StepRow({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div role="group" aria-label={title} className="grid grid-cols-[150px_minmax(0,1fr)] gap-x-4 border-t border-n5 py-2.5">
      <h3 className="pt-1 text-small font-medium text-n10">{title}</h3>
      <div className="flex min-w-0 flex-col gap-1.5">{children}</div>
    </div>
  )
}
