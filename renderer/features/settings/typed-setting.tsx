// A setting that is typed: in force once it is left or Enter is pressed; Escape takes back what was typed.
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import type { Settings } from '../../../core/contract/settings.ts'
import { cx } from '../../ui/class-names.ts'
import { inputClass } from '../../ui/field.tsx'
import type { Parsed } from './setting-inputs.ts'
import { failureText, SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'

export interface TypedSettingProps<T> {
  name: string
  help: ReactNode
  note?: ReactNode
  value: string
  placeholder?: string
  /** Said behind the field: `minutes`. */
  unit?: string
  wide?: boolean
  parse: (text: string) => Parsed<T>
  changeOf: (value: T) => Partial<Settings>
}

export function TypedSetting<T>({ name, help, note, value, placeholder, unit, wide = false, parse, changeOf }: TypedSettingProps<T>): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  const [draft, setDraft] = useState<string | null>(null)
  const parsed = draft === null ? null : parse(draft)
  const commit = (): void => {
    if (draft === null || !parsed || 'error' in parsed) return
    if (draft === value) return setDraft(null)
    // What was refused stays to be put right.
    void change(changeOf(parsed.value)).then((isInForce) => isInForce && setDraft(null))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit()
    else if (event.key === 'Escape' && draft !== null) setDraft(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const error = parsed && 'error' in parsed ? parsed.error : draft === null ? null : failureText(failure)
  return (
    <SettingRow name={name} htmlFor={id} help={help} note={note} error={error}>
      <span className={cx('flex items-center gap-2', wide && 'w-full')}>
        <input
          id={id}
          type="text"
          inputMode={wide ? 'text' : 'numeric'}
          value={draft ?? value}
          placeholder={placeholder}
          aria-invalid={error === null ? undefined : true}
          autoComplete="off"
          spellCheck={false}
          className={cx(inputClass, 'font-mono text-mono', !wide && 'w-28!')}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        {unit !== undefined && <span className="text-n10">{unit}</span>}
      </span>
    </SettingRow>
  )
}
