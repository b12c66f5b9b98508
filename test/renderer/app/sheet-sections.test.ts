import { expect, it } from 'vitest'
import { sheetSections } from '../../../renderer/app/sheet-sections.ts'

const entry = (group: string, title: string, ...keys: string[]) => ({ group, title, keys, disabled: undefined })

it('groups by area: the screen’s own first, the window’s last; without keys there is nothing to show', () => {
  const entries = [entry('Window', 'Settings', 'Mod+,'), entry('Tabs', 'Close', 'Alt+W'), entry('Messages', 'Stop', 'Mod+.'), entry('Messages', 'Export'), entry('Messages', 'Stop', 'Mod+.')]
  expect(sheetSections(entries, () => true)).toEqual([
    { group: 'Messages', entries: [entry('Messages', 'Stop', 'Mod+.')] },
    { group: 'Tabs', entries: [entry('Tabs', 'Close', 'Alt+W')] },
    { group: 'Window', entries: [entry('Window', 'Settings', 'Mod+,')] },
  ])
})

it('searches titles, keys and areas', () => {
  const asked: string[] = []
  expect(sheetSections([entry('Tabs', 'Close', 'Alt+W', 'Mod+W')], (text) => (asked.push(text), false))).toEqual([])
  expect(asked).toEqual(['Close Alt+W Mod+W Tabs'])
})
