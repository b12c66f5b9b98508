// Keys in the words of the command registry: what was pressed, what may be chosen, and who else has it.

export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & { code?: string }

/** The keys of a pressed key event in the words of `Command.keys`. */
export function keysOf(event: Press, mac: boolean): string {
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  const name = nameOf(event, mac)
  // Shift is part of a printed character such as `?` already.
  const shift = event.shiftKey && (name.length > 1 || /[A-Z]/i.test(name))
  return [mod && 'Mod', other && (mac ? 'Ctrl' : 'Meta'), event.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}

function nameOf({ key, code, altKey }: Press, mac: boolean): string {
  // On a Mac, Option with a key prints another character: the key itself is meant.
  const [, printed] = (mac && altKey && /^(?:Key|Digit)([A-Z0-9])$/.exec(code ?? '')) || []
  if (printed !== undefined) return printed
  return key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key
}

const HELD = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'Fn', 'Dead', 'Process', 'Unidentified'])
/** What every list, field and dialog needs for itself. */
const RESERVED = new Set(['Tab', 'Shift+Tab', 'Escape', 'Enter', 'Space', 'Backspace', 'Delete', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'])
/** Closing a tab, a new one, a new window, the address: a browser does not give them away. */
const BROWSERS = new Set(['Mod+W', 'Mod+T', 'Mod+N', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'Mod+Tab', 'Mod+Shift+Tab', 'Mod+PageUp', 'Mod+PageDown', 'Mod+Q'])

/** Without those that never reach a page in a browser; all of them where nothing else is left. */
export function keysThatArrive(keys: readonly string[], inBrowser: boolean): readonly string[] {
  const arriving = inBrowser ? keys.filter((key) => !BROWSERS.has(key)) : keys
  return arriving.length === 0 ? keys : arriving
}

export type Verdict = { kind: 'waiting' } | { kind: 'refused'; why: string } | { kind: 'taken'; note: string | null }

/** What becomes of keys that somebody pressed to give them to a command. */
export function judgeKeys(keys: string, inBrowser: boolean): Verdict {
  if (HELD.has(keys.split('+').at(-1) ?? '')) return { kind: 'waiting' }
  if (RESERVED.has(keys)) return { kind: 'refused', why: `${keys} is needed by lists and fields.` }
  return { kind: 'taken', note: inBrowser && BROWSERS.has(keys) ? 'Many browsers keep these keys for themselves.' : null }
}

export interface KeyedCommand {
  id: string
  title: string
  keys: readonly string[]
}

export interface KeyConflict {
  keys: string
  /** Two or more that answer to the same keys. */
  commands: KeyedCommand[]
}

/** Screens of their own never meet; commands of the window meet all of them, and those of one screen meet each other. */
export function conflictsAmong(commands: readonly KeyedCommand[]): KeyConflict[] {
  const byKeys = new Map<string, KeyedCommand[]>()
  for (const command of commands) for (const keys of command.keys) byKeys.set(keys, [...(byKeys.get(keys) ?? []), command])
  return [...byKeys].flatMap(([keys, sharing]) => {
    const meeting = sharing.filter((one) => sharing.some((other) => one !== other && canMeet(one.id, other.id)))
    return meeting.length > 1 ? [{ keys, commands: meeting }] : []
  })
}

const areaOf = (id: string): string => id.split('.')[0]!

const canMeet = (one: string, other: string): boolean => areaOf(one) === areaOf(other) || areaOf(one) === 'app' || areaOf(other) === 'app'
