// One choice out of two to four, all of them in sight.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'
import type { SelectOption } from './select.tsx'

export interface SegmentsProps<Value extends string> {
  label: string
  options: readonly SelectOption<Value>[]
  value: Value
  onChange: (value: Value) => void
}

export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>): ReactNode {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="inline-flex h-6.5 shrink-0 items-center gap-0.5 rounded-inner border border-n7 bg-n3 p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" />}
          className="inline-flex h-5 items-center rounded-[3px] px-2 text-n10 hover:text-n12 data-checked:bg-n1 data-checked:font-medium data-checked:text-n12 data-checked:outline data-checked:outline-n7"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
