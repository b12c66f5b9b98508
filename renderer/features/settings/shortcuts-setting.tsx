// The shortcuts: press the keys to give them to a command; what collides is said before and after.
import { RotateCcw, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Settings } from '../../../core/contract/settings.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { keyLabel, pressedKeys, useKnownCommands } from '../../ui/commands.ts'
import { inputClass } from '../../ui/field.tsx'
import { judgeKeys, keysThatArrive } from '../../ui/keys.ts'
import { failureText } from './setting-row.tsx'
import { type ShortcutRow, shortcutRows, withKeys } from './shortcut-rows.ts'
import { useSetting } from './use-setting.ts'

export function ShortcutsSetting({ shortcuts, isInBrowser }: { shortcuts: Settings['shortcuts']; isInBrowser: boolean }): ReactNode {
  const [filter, setFilter] = useState('')
  const [editing, setEditing] = useState<string | null>(null)
  const { change, failure } = useSetting()
  const rows = shortcutRows(useKnownCommands(), shortcuts, filter)
  const give = (id: string, keys: readonly string[] | null): void => {
    setEditing(null)
    void change({ shortcuts: withKeys(shortcuts, id, keys) })
  }
  return (
    <div className="flex flex-col gap-2 py-3">
      <div className="flex items-center gap-3">
        <input
          type="text"
          aria-label="Find a command"
          placeholder="Find a command"
          value={filter}
          autoComplete="off"
          spellCheck={false}
          className={`${inputClass} w-60!`}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className="flex-1 text-small text-n10">Commands of a screen are listed once it has been open.</span>
        <Button disabled={Object.keys(shortcuts).length === 0} onClick={() => void change({ shortcuts: {} })}>
          Reset all shortcuts
        </Button>
      </div>
      {failure && (
        <p role="alert" className="text-small text-bad">
          {failureText(failure)}
        </p>
      )}
      <table className="w-full border-t border-n5 text-left">
        <thead className="sr-only">
          <tr>
            <th>Command</th>
            <th>Area</th>
            <th>Keys</th>
            <th>Changes</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CommandRow
              key={row.id}
              row={row}
              isEditing={editing === row.id}
              isInBrowser={isInBrowser}
              onEdit={() => setEditing(row.id)}
              onCancel={() => setEditing(null)}
              onGive={(keys) => give(row.id, keys)}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="text-n10">No command is called “{filter}”.</p>}
    </div>
  )
}

interface CommandRowProps {
  row: ShortcutRow
  isEditing: boolean
  isInBrowser: boolean
  onEdit: () => void
  onCancel: () => void
  onGive: (keys: readonly string[] | null) => void
}

function CommandRow({ row, isEditing, isInBrowser, onEdit, onCancel, onGive }: CommandRowProps): ReactNode {
  const change = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !isEditing) change.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])
  return (
    <tr className="border-b border-n5">
      <td className="h-7 pr-3">
        {row.title}
        {row.collidesWith.length > 0 && <span className="block text-small text-warn">Same keys as: {row.collidesWith.join(', ')}.</span>}
      </td>
      <td className="w-28 text-small text-n10">{row.group}</td>
      <td className="w-60">{isEditing ? <KeyCatcher title={row.title} isInBrowser={isInBrowser} onKeys={(keys) => onGive([keys])} onCancel={onCancel} /> : <Keys keys={keysThatArrive(row.keys, isInBrowser)} />}</td>
      <td className="w-44 text-right whitespace-nowrap [&>button]:align-middle">
        <button
          ref={change}
          type="button"
          aria-label={`Change the keys of: ${row.title}`}
          className="inline-flex h-6 items-center rounded-inner px-2 align-middle text-accent hover:bg-n4"
          onClick={isEditing ? onCancel : onEdit}
        >
          {isEditing ? 'Cancel' : 'Change'}
        </button>
        <IconButton label={`No keys for: ${row.title}`} disabled={row.keys.length === 0} onClick={() => onGive([])}>
          <X size={13} aria-hidden="true" />
        </IconButton>
        <IconButton label={`Reset the keys of: ${row.title}`} disabled={!row.isChanged} onClick={() => onGive(null)}>
          <RotateCcw size={13} aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  )
}

function Keys({ keys }: { keys: readonly string[] }): ReactNode {
  if (keys.length === 0) return <span className="text-n9">none</span>
  return (
    <span className="flex flex-wrap gap-1">
      {keys.map((key) => (
        <kbd key={key} className="rounded-inner border border-n7 bg-n1 px-1.5 py-px font-sans text-small whitespace-nowrap">
          {keyLabel(key)}
        </kbd>
      ))}
    </span>
  )
}

/** Takes every key press itself while it is there; Escape and leaving it cancel. */
function KeyCatcher({ title, isInBrowser, onKeys, onCancel }: { title: string; isInBrowser: boolean; onKeys: (keys: string) => void; onCancel: () => void }): ReactNode {
  const [said, setSaid] = useState('Press the keys. Escape cancels.')
  const onKeyDown = (event: KeyboardEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    const keys = pressedKeys(event.nativeEvent)
    if (keys === 'Escape') return onCancel()
    const verdict = judgeKeys(keys, isInBrowser)
    if (verdict.kind === 'refused') setSaid(verdict.why)
    else if (verdict.kind === 'taken') onKeys(keys)
  }
  return (
    <input
      data-takes-keys=""
      readOnly
      ref={(input) => input?.focus()}
      aria-label={`New keys of: ${title}`}
      value={said}
      className={`${inputClass} border-accent! text-n10`}
      onKeyDown={onKeyDown}
      onBlur={onCancel}
    />
  )
}
