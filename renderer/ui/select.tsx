// One choice out of a few.
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export interface SelectOption<Value extends string> {
  value: Value
  label: string
}

export interface SelectProps<Value extends string> {
  /** Names the control where no visible label does. */
  label: string
  options: readonly SelectOption<Value>[]
  value: Value
  onChange: (value: Value) => void
  id?: string
  className?: string
}

export function Select<Value extends string>({ label, options, value, onChange, id, className }: SelectProps<Value>): ReactNode {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger
        id={id}
        aria-label={label}
        className={cx(
          'inline-flex h-6.5 shrink-0 items-center justify-between gap-2 whitespace-nowrap rounded-inner border border-n8 bg-n1 px-2 hover:bg-n3',
          className,
        )}
      >
        <Base.Value />
        <Base.Icon>
          <ChevronsUpDown size={13} aria-hidden="true" className="text-n9" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-10">
          <Base.Popup className="floating max-h-80 min-w-(--anchor-width) overflow-auto rounded-outer border border-n7 bg-n2 p-1 shadow-float transition-opacity duration-100">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-6.5 items-center gap-2 rounded-inner px-2 outline-none select-none data-highlighted:bg-accent-soft"
                >
                  <Base.ItemText className="flex-1">{option.label}</Base.ItemText>
                  <Base.ItemIndicator>
                    <Check size={13} aria-hidden="true" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
