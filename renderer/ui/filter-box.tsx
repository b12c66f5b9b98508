// The box that narrows a list. `/` jumps to it, Escape empties it, arrow down goes to the list.
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { cx } from './class-names.ts'
import { useCommands } from './commands.ts'

export interface FilterBoxProps {
  label: string
  /** What can be typed, where that is not plain text. */
  placeholder?: string
  /** What else can be typed, shown when one points at it. */
  hint?: string
  /** More than a word is often written. */
  isWide?: boolean
  value: string
  onChange: (value: string) => void
  /** Moves the focus into the list. */
  onLeave: () => void
}

export function FilterBox({ label, placeholder = label, hint, isWide = false, value, onChange, onLeave }: FilterBoxProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  useCommands([{ id: 'filter', title: 'Filter the list', keys: ['/'], run: () => (input.current?.focus(), input.current?.select()) }])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape' && value !== '') onChange('')
    else onLeave()
  }
  return (
    <div className={cx('relative min-w-24 shrink', isWide ? 'w-90' : 'w-60')}>
      <Search size={13} aria-hidden="true" className="absolute top-1/2 left-2 -translate-y-1/2 text-n9" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={placeholder}
        title={hint}
        value={value}
        autoComplete="off"
        spellCheck={false}
        className="h-6.5 w-full rounded-inner border border-n7 bg-n1 pr-6 pl-7 select-text"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value === '' && (
        <kbd aria-hidden="true" className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 font-sans text-small text-n9">
          /
        </kbd>
      )}
    </div>
  )
}
