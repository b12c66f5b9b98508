// Every command that can be reached now, with its keys, by area.
import { type ReactNode, useState } from 'react'
import { groupOf, keyLabel, useAllCommands } from '../ui/commands.ts'
import { keysThatArrive } from '../ui/keys.ts'
import { Dialog } from '../ui/dialog.tsx'
import { inputClass } from '../ui/field.tsx'
import { fuzzyMatch } from './fuzzy.ts'
import { sheetSections } from './sheet-sections.ts'

/** What lists and fields do by themselves. */
const LISTS: readonly [keys: string, title: string][] = [
  ['↑ ↓  J K', 'Next or previous row'],
  ['Page ↑ ↓  Home End', 'Far in the list'],
  ['Enter', 'Open the row'],
  ['Ctrl+Enter, Ctrl+click', 'Open in a tab of its own'],
  ['Shift+F10', 'Menu of the row'],
  ['Tab', 'Next control'],
  ['Escape', 'Close the nearest thing'],
]

export function ShortcutSheet({ onClose }: { onClose: () => void }): ReactNode {
  const [filter, setFilter] = useState('')
  const commands = useAllCommands().map((command) => ({ group: groupOf(command), title: command.title, keys: keysThatArrive(command.keys, window.desktop === undefined).map(keyLabel), disabled: command.disabled }))
  const fixed = LISTS.map(([keys, title]) => ({ group: 'Lists', title, keys: [keys], disabled: undefined }))
  const sections = sheetSections([...commands, ...fixed], (text) => fuzzyMatch(filter, text) !== null)
  return (
    <Dialog title="Keyboard shortcuts" description="What works here and now. Other keys: Settings." open onClose={onClose}>
      <input
        type="text"
        aria-label="Find a shortcut"
        placeholder="Find a shortcut"
        value={filter}
        autoComplete="off"
        spellCheck={false}
        className={`${inputClass} shrink-0`}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div tabIndex={0} role="region" aria-label="Shortcuts" className="flex h-[52vh] flex-col gap-4 overflow-auto pr-2 pb-3">
        {sections.length === 0 && <p className="text-n10">No shortcut is called “{filter}”.</p>}
        {sections.map(({ group, entries }) => (
          <section key={group} aria-label={group}>
            <h3 className="pb-1 text-small font-semibold text-n10">{group}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-1">
              {entries.map(({ title, keys, disabled }) => (
                <Row key={title} title={title} keys={keys} disabled={disabled} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Row({ title, keys, disabled }: { title: string; keys: readonly string[]; disabled: string | undefined }): ReactNode {
  return (
    <>
      <dt className="min-w-0">
        {title}
        {disabled !== undefined && <span className="block text-small text-n9">{disabled}</span>}
      </dt>
      <dd className="flex justify-end gap-1">
        {keys.map((key) => (
          <kbd key={key} className="rounded-inner border border-n7 bg-n1 px-1.5 py-px font-sans text-small whitespace-nowrap">
            {key}
          </kbd>
        ))}
      </dd>
    </>
  )
}
