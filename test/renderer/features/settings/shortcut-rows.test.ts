import { expect, it } from 'vitest'
import { shortcutRows, withKeys } from '../../../../renderer/features/settings/shortcut-rows.ts'

const known = [
  { id: 'app.theme', title: 'Theme', group: 'Window', keys: ['Mod+Shift+L'] },
  { id: 'topics.create', title: 'Create a topic', group: 'Topics', keys: ['T'] },
  { id: 'messages.edit', title: 'Edit', group: 'Messages', keys: ['E'] },
]

it('lists every command by area with the keys in force, and says what was changed', () => {
  expect(shortcutRows(known, { 'topics.create': ['Alt+T'] }, '').map(({ title, keys, isChanged }) => [title, keys, isChanged])).toEqual([
    ['Edit', ['E'], false],
    ['Create a topic', ['Alt+T'], true],
    ['Theme', ['Mod+Shift+L'], false],
  ])
})

it('says which others answer to the same keys, and only where both can be reached at once', () => {
  const rows = shortcutRows(known, { 'app.theme': ['T'], 'messages.edit': ['T'] }, '')
  expect(Object.fromEntries(rows.map(({ title, collidesWith }) => [title, collidesWith]))).toEqual({
    Edit: ['Theme', 'Create a topic'],
    'Create a topic': ['Theme', 'Edit'],
    Theme: ['Create a topic', 'Edit'],
  })
  expect(shortcutRows(known, { 'messages.edit': ['T'] }, '').flatMap(({ collidesWith }) => collidesWith)).toEqual([])
})

it('finds by title, area and keys', () => {
  const titles = (filter: string): string[] => shortcutRows(known, {}, filter).map(({ title }) => title)
  expect([titles('create'), titles('window'), titles('shift+l'), titles('x')]).toEqual([['Create a topic'], ['Theme'], ['Theme'], []])
})

it('keeps a change for a command that no screen has declared yet in sight', () => {
  expect(shortcutRows([], { 'flow.run': ['F5'] }, '')).toMatchObject([{ id: 'flow.run', title: 'flow.run', keys: ['F5'], isChanged: true }])
})

it('gives keys, takes them away, and gives a command its own ones back', () => {
  expect(withKeys({ a: ['X'] }, 'b', ['Y'])).toEqual({ a: ['X'], b: ['Y'] })
  expect(withKeys({ a: ['X'] }, 'a', [])).toEqual({ a: [] })
  expect(withKeys({ a: ['X'], b: [] }, 'a', null)).toEqual({ b: [] })
})
