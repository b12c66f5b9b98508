// The shortcut sheet as data: what has keys, by area; the window's own areas last, because they are the same everywhere.

export interface SheetEntry {
  group: string
  title: string
  keys: readonly string[]
  disabled: string | undefined
}

const LAST = ['Lists', 'Grid', 'Filter', 'Tabs', 'Window']

export function sheetSections<Entry extends SheetEntry>(entries: readonly Entry[], isWanted: (text: string) => boolean): { group: string; entries: Entry[] }[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (entry.keys.length === 0 || !isWanted(`${entry.title} ${entry.keys.join(' ')} ${entry.group}`)) continue
    const group = groups.get(entry.group) ?? []
    // Two parts of a screen may declare one and the same thing.
    if (group.every(({ title }) => title !== entry.title)) groups.set(entry.group, [...group, entry])
  }
  const sections = [...groups].map(([group, inIt]) => ({ group, entries: inIt }))
  return sections.toSorted((a, b) => LAST.indexOf(a.group) - LAST.indexOf(b.group))
}
