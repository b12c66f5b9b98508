// The colour of a cluster: eight hues with their names, or one by its name.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { HUE_NAMES } from './cluster-colour.ts'

export function HuePicker({ hue, onChange }: { hue: number | null; onChange: (hue: number | null) => void }): ReactNode {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-small font-medium text-n10">Colour: {hue === null ? 'by its name' : HUE_NAMES[hue]}</span>
      <RadioGroup
        aria-label="Colour"
        value={hue === null ? 'auto' : String(hue)}
        onValueChange={(next) => onChange(next === 'auto' ? null : Number(next))}
        className="flex h-6.5 items-center gap-1.5"
      >
        <Radio.Root
          value="auto"
          nativeButton
          render={<button type="button" />}
          className="inline-flex h-5 items-center rounded-inner border border-n7 px-1.5 text-small text-n10 data-checked:border-accent data-checked:text-n12"
        >
          Auto
        </Radio.Root>
        {HUE_NAMES.map((name, index) => (
          <Radio.Root
            key={name}
            value={String(index)}
            aria-label={name}
            title={name}
            nativeButton
            render={<button type="button" />}
            className="inline-flex size-5 items-center justify-center rounded-inner border border-transparent text-n1 data-checked:border-n12"
            style={{ background: `var(--color-p${index})` }}
          >
            {hue === index && <Check size={12} aria-hidden="true" />}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}
