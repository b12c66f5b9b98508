// Pressed keys in the words of the command registry.
import { expect, it } from 'vitest'
import { keysOf } from '../../../renderer/ui/keys.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

it.each([
  [press('j'), false, 'J'],
  [press(' '), false, 'Space'],
  [press('/'), false, '/'],
  [press('?', { shiftKey: true }), false, '?'],
  [press('Enter', { ctrlKey: true }), false, 'Mod+Enter'],
  [press('Enter', { metaKey: true }), true, 'Mod+Enter'],
  [press('Enter', { metaKey: true }), false, 'Meta+Enter'],
  [press('n', { ctrlKey: true }), true, 'Ctrl+N'],
  [press('L', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+L'],
  [press('R', { shiftKey: true }), false, 'Shift+R'],
  [press('1', { altKey: true }), false, 'Alt+1'],
  [press('Escape'), false, 'Escape'],
])('names %j (mac: %j) as %s', (event, mac, keys) => {
  expect(keysOf(event, mac)).toBe(keys)
})
