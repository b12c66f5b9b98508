// The one registry of commands: a command is declared where its screen is; keys, buttons, the palette and the shortcut sheet are its faces.
import { useEffect, useEffectEvent, useId, useSyncExternalStore } from 'react'
import { keysOf } from './keys.ts'

export interface Command {
  id: string
  title: string
  /** What it is about, where that is not the screen of its id's first word: `Messages`. */
  group?: string
  /** `Mod` is Cmd on macOS and Ctrl elsewhere: `Mod+Enter`, `/`, `Space`. The first is the one shown. The user may have chosen others. */
  keys: readonly string[]
  run: () => void
  /** Why it cannot be done now; it is listed all the same. */
  disabled?: string | undefined
}

const isMac = /Mac/.test(navigator.platform)

export type Shortcuts = Readonly<Record<string, readonly string[]>>

/** A command as it has been declared at some time, for whoever gives it other keys. */
export type KnownCommand = Pick<Command, 'id' | 'title' | 'keys'> & { group: string }

const layers = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
let overrides: Shortcuts = {}
let all: readonly Command[] = []
let known: readonly KnownCommand[] = []

function announce(): void {
  all = [...layers.values()].flat().map((command) => ({ ...command, keys: overrides[command.id] ?? command.keys }))
  for (const listener of listeners) listener()
}

/** The user's own keys by command id; an empty list takes them away. */
export function setShortcuts(shortcuts: Shortcuts): void {
  if (shortcuts === overrides) return
  overrides = shortcuts
  announce()
}

/** Declares commands while the component is mounted. Later ones win where keys collide. */
export function useCommands(commands: readonly Command[]): void {
  const layer = useId()
  const signature = commands.map(({ id, title, group, keys, disabled }) => [id, title, group, ...keys, disabled].join(' ')).join('\n')
  const run = useEffectEvent((id: string) => commands.find((command) => command.id === id)?.run())
  const declare = useEffectEvent(() => commands.map((command) => ({ ...command, run: () => run(command.id) })))
  useEffect(() => {
    const declared = declare()
    layers.set(layer, declared)
    remember(declared)
    announce()
    return () => {
      layers.delete(layer)
      announce()
    }
  }, [layer, signature])
}

function remember(commands: readonly Command[]): void {
  const news = commands.map((command) => ({ id: command.id, title: command.title, group: groupOf(command), keys: command.keys }))
  known = [...known.filter(({ id }) => news.every((command) => command.id !== id)), ...news]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Those that can be reached now, with the keys in force. */
export const useAllCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => all)

/** Every command that a screen has declared since the window was opened, with its own keys. */
export const useKnownCommands = (): readonly KnownCommand[] => useSyncExternalStore(subscribe, () => known)

/** The keys in force for a command, as printed on this computer; empty where it has none. */
export function useKeyLabel(id: string): string {
  const keys = useAllCommands().findLast((command) => command.id === id)?.keys[0]
  return keys === undefined ? '' : keyLabel(keys)
}

/** `topic.partitions` is about Topic, unless it says otherwise. */
export function groupOf({ id, group }: Pick<Command, 'id' | 'group'>): string {
  const word = id.split('.')[0]!
  return group ?? (word === 'app' ? 'Window' : `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
}

/** `Ctrl+Enter`, `⌘↩`: keys as printed on this computer. */
export function keyLabel(keys: string): string {
  const printed = keys.replace('PageUp', 'Page ↑').replace('PageDown', 'Page ↓').replace('ArrowLeft', '←').replace('ArrowRight', '→')
  if (!isMac) return printed.replace('Mod', 'Ctrl')
  return printed.replace('Mod+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧').replace('Enter', '↩')
}

/** The keys of a press, on this computer. */
export const pressedKeys = (event: KeyboardEvent): string => keysOf(event, isMac)

/** Listens once for the whole page; returns how to stop. */
export function listenForCommands(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = pressedKeys(event)
    if (event.isComposing || !mayRun(keys, event.target)) return
    const command = all.findLast((candidate) => candidate.disabled === undefined && candidate.keys.includes(keys))
    if (!command) return
    event.preventDefault()
    event.stopPropagation()
    command.run()
  }
  // Capturing, so that an editor with its own keys does not swallow Mod+Enter.
  target.addEventListener('keydown', onKeyDown, true)
  return () => target.removeEventListener('keydown', onKeyDown, true)
}

const TYPING = 'input, textarea, select, [contenteditable], .monaco-editor'
const FLOATING = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox], [data-takes-keys]'
const PRESSABLE = 'button, a, [role=tab], [role=radio], [role=separator]'

/** Plain keys belong to whoever types; Space also to whatever it presses; everything to an open dialog or menu. */
function mayRun(keys: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true
  if (target.closest(FLOATING)) return false
  if (/Mod\+|Alt\+|Ctrl\+|^F\d/.test(keys)) return true
  if (target.closest(TYPING)) return false
  return keys !== 'Space' || !target.closest(PRESSABLE)
}
