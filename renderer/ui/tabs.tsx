// Tabs over one thing seen from several sides. Only the chosen side is in the page.
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface Tab<Id extends string> {
  id: Id
  label: ReactNode
  content: ReactNode
}

export function Tabs<Id extends string>(props: {
  label: string
  tabs: readonly Tab<Id>[]
  value: Id
  onChange: (id: Id) => void
}): ReactNode {
  const { label, tabs, value, onChange } = props
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Id)} className="flex min-h-0 flex-1 flex-col">
      <Base.List aria-label={label} activateOnFocus className="flex h-8 shrink-0 items-stretch gap-1 border-b border-n6 px-2">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.id}
            value={tab.id}
            className="inline-flex items-center gap-1.5 border-b-2 border-transparent px-1.5 text-n10 hover:text-n12 data-active:border-accent data-active:font-medium data-active:text-n12"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.id} value={tab.id} className="flex min-h-0 flex-1 flex-col outline-offset-[-2px]">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
