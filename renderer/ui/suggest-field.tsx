// A place to type freely, with what is known offered below.
import { Autocomplete } from '@base-ui/react/autocomplete'
import type { ReactNode } from 'react'
import { Field, inputClass } from './field.tsx'

export interface SuggestFieldProps {
  label: string
  placeholder?: string
  suggestions: readonly string[]
  value: string
  error?: string | null | undefined
  onChange: (value: string) => void
}

export function SuggestField({ label, placeholder, suggestions, value, error, onChange }: SuggestFieldProps): ReactNode {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Autocomplete.Root items={suggestions} value={value} onValueChange={onChange} openOnInputClick>
          <Autocomplete.Input {...control} placeholder={placeholder} spellCheck={false} className={`${inputClass} font-mono text-mono`} />
          <Suggestions />
        </Autocomplete.Root>
      )}
    </Field>
  )
}

/** What drops down below an Autocomplete.Input. */
export function Suggestions(): ReactNode {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner sideOffset={4} align="start" className="z-20">
        <Autocomplete.Popup className="floating max-h-72 min-w-(--anchor-width) overflow-auto rounded-outer border border-n7 bg-n2 shadow-float transition-opacity duration-100 data-empty:hidden">
          <Autocomplete.List className="p-1">
            {(item: string) => (
              <Autocomplete.Item
                key={item}
                value={item}
                className="flex h-6.5 items-center truncate rounded-inner px-2 font-mono text-mono outline-none data-highlighted:bg-accent-soft"
              >
                {item}
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  )
}
