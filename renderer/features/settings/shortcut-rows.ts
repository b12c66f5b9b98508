// The shortcuts editor as data: every known command with the keys in force, what was changed, and what collides.
import type { Settings } from '../../../core/contract/settings.ts'
import { conflictsAmong } from '../../ui/keys.ts'

export interface ShortcutRow {
  id: string
  title: string
  group: string
  keys: readonly string[]
  isChanged: boolean
  /** Titles of others that answer to the same keys. */
  collidesWith: readonly string[]
}

export interface KnownShortcut {
  id: string
  title: string
  group: string
  keys: readonly string[]
}

/** Sorted by area and title. A change for a command that no screen has declared yet goes by its id. */
export function shortcutRows(known: readonly KnownShortcut[], shortcuts: Settings['shortcuts'], filter: string): ShortcutRow[] {
  const unknown = Object.keys(shortcuts).filter((id) => known.every((command) => command.id !== id))
  const all = [...known, ...unknown.map((id) => ({ id, title: id, group: 'Of screens not opened yet', keys: [] }))]
  const inForce = all.map((command) => ({ ...command, keys: shortcuts[command.id] ?? command.keys }))
  const conflicts = conflictsAmong(inForce)
  const wanted = filter.toLowerCase()
  return inForce
    .filter(({ title, group, keys }) => `${title} ${group} ${keys.join(' ')}`.toLowerCase().includes(wanted))
    .map((command) => ({
      ...command,
      isChanged: Object.hasOwn(shortcuts, command.id),
      collidesWith: conflicts.flatMap(({ commands }) => (commands.some(({ id }) => id === command.id) ? commands.filter(({ id }) => id !== command.id).map(({ title }) => title) : [])),
    }))
    .toSorted((a, b) => a.group.localeCompare(b.group) || a.title.localeCompare(b.title))
}

/** Keys given back to a command are no entry at all, or a later version's own keys would never come through. */
export function withKeys(shortcuts: Settings['shortcuts'], id: string, keys: readonly string[] | null): Settings['shortcuts'] {
  const { [id]: _before, ...others } = shortcuts
  return keys === null ? others : { ...others, [id]: [...keys] }
}
