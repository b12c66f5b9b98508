// Headers in their order: keys may repeat, values may be null, and Alt with an arrow moves one.
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import { type DraftHeader, movedHeader, withHeader } from './draft.ts'
import { GrowingText } from './growing-text.tsx'
import { contentOf, type PartKind, typedInto } from './part.ts'
import { kindOptions, standIn } from './part-kinds.ts'

const HEADER_KINDS: readonly Exclude<PartKind, 'stored'>[] = ['text', 'hex', 'null']

export function HeaderFields({ headers, onChange }: { headers: readonly DraftHeader[]; onChange: (headers: DraftHeader[]) => void }): ReactNode {
  const titleId = useId()
  const edit = (id: number, change: Partial<DraftHeader>): void =>
    onChange(headers.map((header) => (header.id === id ? { ...header, ...change } : header)))
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <h3 id={titleId} className="text-small font-medium text-n10">
          Headers
        </h3>
        <Button variant="quiet" onClick={() => onChange(withHeader(headers))}>
          <Plus size={13} aria-hidden="true" />
          Add header
        </Button>
      </div>
      {headers.length === 0 && <p className="text-small text-n9">None. Keys may repeat and keep their order.</p>}
      {headers.map((header, index) => (
        <HeaderRow
          key={header.id}
          header={header}
          place={index + 1}
          isLast={index === headers.length - 1}
          onEdit={(change) => edit(header.id, change)}
          onMove={(by) => onChange(movedHeader(headers, header.id, by))}
          onRemove={() => onChange(headers.filter(({ id }) => id !== header.id))}
        />
      ))}
    </section>
  )
}

interface HeaderRowProps {
  header: DraftHeader
  place: number
  isLast: boolean
  onEdit: (change: Partial<DraftHeader>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function HeaderRow({ header, place, isLast, onEdit, onMove, onRemove }: HeaderRowProps): ReactNode {
  const { key, value } = header
  const isWritten = value.kind === 'text' || value.kind === 'hex'
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <div role="group" aria-label={`Header ${place}`} className="flex items-start gap-1.5" onKeyDown={onKeyDown}>
      <input
        aria-label={`Key of header ${place}`}
        placeholder="key"
        className={`${inputClass} flex-1 font-mono text-mono`}
        value={key}
        spellCheck={false}
        onChange={(event) => onEdit({ key: event.target.value })}
      />
      <GrowingText
        aria-label={`Value of header ${place}`}
        placeholder={standIn(value, 'empty')}
        aria-invalid={contentOf(value, '').ok ? undefined : true}
        readOnly={value.kind === 'stored'}
        value={isWritten ? value.text : ''}
        onChange={(text) => onEdit({ value: typedInto(value, text) })}
      />
      <Select
        label={`Kind of header ${place}`}
        className="w-19"
        options={kindOptions(value, HEADER_KINDS)}
        value={value.kind}
        onChange={(kind) => onEdit({ value: { ...value, kind } })}
      />
      <MenuButton
        label={`Header ${place}: move or remove`}
        entries={[
          { label: 'Move up', keys: 'Alt+↑', icon: <ArrowUp size={13} aria-hidden="true" />, disabled: place === 1, run: () => onMove(-1) },
          { label: 'Move down', keys: 'Alt+↓', icon: <ArrowDown size={13} aria-hidden="true" />, disabled: isLast, run: () => onMove(1) },
          { separator: true },
          { label: 'Remove', icon: <Trash2 size={13} aria-hidden="true" />, danger: true, run: onRemove },
        ]}
      />
    </div>
  )
}
