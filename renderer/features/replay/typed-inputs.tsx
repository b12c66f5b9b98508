// Small fields inside a sentence: what is typed counts when the field is left or Enter is pressed.
import { type ReactNode, useState } from 'react'
import { inputClass } from '../../ui/field.tsx'

interface NumberInputProps {
  label: string
  value: number | null
  least: number
  most?: number
  placeholder?: string
  onChange: (value: number | null) => void
}

/** A whole number, taken over when it is left or Enter is pressed; empty is null. */
export function NumberInput({ label, value, least, most = Number.MAX_SAFE_INTEGER, placeholder, onChange }: NumberInputProps): ReactNode {
  const [typed, setTyped] = useState(value === null ? '' : String(value))
  // What is typed gives way to what is chosen elsewhere.
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value === null ? '' : String(value))
  }
  const commit = (): void => {
    const text = typed.trim()
    const next = text === '' ? null : /^\d+$/.test(text) ? Math.min(Math.max(Number(text), least), most) : value
    setTyped(next === null ? '' : String(next))
    if (next !== value) onChange(next)
  }
  return (
    <input
      aria-label={label}
      inputMode="numeric"
      placeholder={placeholder}
      value={typed}
      className={`${inputClass} w-18! text-right tabular-nums`}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}

export interface TypedTextProps {
  label: string
  value: string
  placeholder?: string
  onChange: (value: string) => void
}

export function TypedText({ label, value, placeholder, onChange }: TypedTextProps): ReactNode {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  const commit = (): void => {
    if (typed.trim() !== value) onChange(typed.trim())
  }
  return (
    <input
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      value={typed}
      className={`${inputClass} w-60! font-mono text-mono`}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}

/** Enter begins a line here; it counts when the field is left. */
export function TypedLines({ label, value, placeholder, onChange }: TypedTextProps): ReactNode {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  return (
    <textarea
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      rows={typed === '' ? 1 : 6}
      value={typed}
      className={`${inputClass} h-auto! max-w-150 py-1 font-mono text-mono`}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => typed.trim() !== value && onChange(typed.trim())}
    />
  )
}
