// The one registry of commands: a command is declared where its screen is and can be reached by key, button and shortcut sheet.
import { useEffect, useEffectEvent, useId, useSyncExternalStore } from 'react'

export interface Command {
  id: string
  title: string
  /** `Mod` is Cmd on macOS and Ctrl elsewhere: `Mod+Enter`, `/`, `Space`. The first is the one shown. */
  keys: readonly string[]
  run: () => void
}

const isMac = /Mac/.test(navigator.platform)

const layers = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
let all: readonly Command[] = []

function announce(): void {
  all = [...layers.values()].flat()
  for (const listener of listeners) listener()
}

/** Declares commands while the component is mounted. Later ones win where keys collide. */
export function useCommands(commands: readonly Command[]): void {
  const layer = useId()
  const signature = commands.map((command) => [command.id, command.title, ...command.keys].join(' ')).join('\n')
  const run = useEffectEvent((id: string) => commands.find((command) => command.id === id)?.run())
  const declare = useEffectEvent(() => commands.map((command) => ({ ...command, run: () => run(command.id) })))
  useEffect(() => {
    layers.set(layer, declare())
    announce()
    return () => {
      layers.delete(layer)
      announce()
    }
  }, [layer, signature])
}

export const useAllCommands = (): readonly Command[] =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => all,
  )

/** `Ctrl+Enter`, `⌘↩`: keys as printed on this computer. */
export function keyLabel(keys: string): string {
  if (!isMac) return keys.replace('Mod', 'Ctrl')
  return keys.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Enter', '↩')
}

/** The keys of a pressed key event in the words of `Command.keys`. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>, mac: boolean): string {
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  const name = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  // Shift is part of a printed character such as `?` already.
  const shift = event.shiftKey && (event.key.length > 1 || /[A-Z]/i.test(event.key))
  return [mod && 'Mod', other && (mac ? 'Ctrl' : 'Meta'), event.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}

/** Listens once for the whole page; returns how to stop. */
export function listenForCommands(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = keysOf(event, isMac)
    if (event.isComposing || !mayRun(keys, event.target)) return
    const command = all.findLast((candidate) => candidate.keys.includes(keys))
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
const FLOATING = '[role=dialog], [role=menu], [role=listbox]'
const PRESSABLE = 'button, a, [role=tab], [role=radio], [role=separator]'

/** Plain keys belong to whoever types; Space also to whatever it presses; everything to an open dialog or menu. */
function mayRun(keys: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true
  if (target.closest(FLOATING)) return false
  if (keys.includes('Mod+')) return true
  if (target.closest(TYPING)) return false
  return keys !== 'Space' || !target.closest(PRESSABLE)
}
