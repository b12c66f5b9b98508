// One choice out of a few that need a sentence each: all of them in sight, one below the other.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { type ReactNode, useId } from 'react'

export interface Choice<Value extends string> {
  value: Value
  label: string
  /** What it comes to. */
  hint?: ReactNode
  disabled?: boolean
}

export interface ChoicesProps<Value extends string> {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
}

export function Choices<Value extends string>({ label, choices, value, onChange }: ChoicesProps<Value>): ReactNode {
  const id = useId()
  return (
    <RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as Value)} className="flex flex-col gap-0.5">
      {choices.map((choice) => (
        <label key={choice.value} className="flex items-start gap-2 rounded-inner px-1.5 py-0.5 hover:bg-n3 has-data-disabled:opacity-60">
          <Radio.Root
            value={choice.value}
            disabled={choice.disabled}
            aria-labelledby={`${id}-${choice.value}`}
            aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}-hint`}
            className="mt-0.5 flex size-3.5 shrink-0 items-center justify-center rounded-full border border-n8 bg-n1 data-checked:border-accent data-checked:bg-accent"
          >
            <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
          </Radio.Root>
          <span className="min-w-0">
            <span id={`${id}-${choice.value}`}>{choice.label}</span>
            {choice.hint !== undefined && (
              <span id={`${id}-${choice.value}-hint`} className="ml-2 text-small text-n10">
                {choice.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </RadioGroup>
  )
}
