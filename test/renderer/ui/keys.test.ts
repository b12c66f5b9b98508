// Pressed keys in the words of the command registry.
import { describe, expect, it } from 'vitest'
import { conflictsAmong, judgeKeys, keysOf, keysThatArrive } from '../../../renderer/ui/keys.ts'

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
  [{ ...press('¡', { altKey: true }), code: 'Digit1' }, true, 'Alt+1'],
  [{ ...press('∑', { altKey: true }), code: 'KeyW' }, true, 'Alt+W'],
  [{ ...press('@', { altKey: true, ctrlKey: true }), code: 'KeyQ' }, false, 'Mod+Alt+@'],
])('names %j (mac: %j) as %s', (event, mac, keys) => {
  expect(keysOf(event, mac)).toBe(keys)
})

describe('Keys for a command', () => {
  it.each([
    ['Mod+K', { kind: 'taken', note: null }],
    ['F5', { kind: 'taken', note: null }],
    ['Control', { kind: 'waiting' }],
    ['Mod+Shift+Shift', { kind: 'waiting' }],
    ['Tab', { kind: 'refused', why: 'Tab is needed by lists and fields.' }],
    ['Escape', { kind: 'refused', why: 'Escape is needed by lists and fields.' }],
    ['Mod+W', { kind: 'taken', note: 'Many browsers keep these keys for themselves.' }],
  ])('%s: %j', (keys, verdict) => {
    expect(judgeKeys(keys, true)).toEqual(verdict)
  })

  it('are nobody else’s in the desktop application', () => {
    expect(judgeKeys('Mod+W', false)).toEqual({ kind: 'taken', note: null })
  })
})

describe('Commands that answer to the same keys', () => {
  const command = (id: string, ...keys: string[]) => ({ id, title: id, keys })
  const found = (...commands: ReturnType<typeof command>[]) => conflictsAmong(commands).map(({ keys, commands: sharing }) => [keys, ...sharing.map(({ id }) => id)])

  it.each([
    ['of one screen collide', [command('topics.a', 'A', 'B'), command('topics.b', 'B')], [['B', 'topics.a', 'topics.b']]],
    ['of the window collide with those of any screen', [command('app.a', 'Mod+A'), command('groups.b', 'Mod+A')], [['Mod+A', 'app.a', 'groups.b']]],
    ['of two screens never meet', [command('topics.a', 'A'), command('groups.b', 'A')], []],
    ['are found per keys', [command('app.a', 'A', 'B'), command('app.b', 'A', 'B')], [['A', 'app.a', 'app.b'], ['B', 'app.a', 'app.b']]],
    ['are none where keys differ', [command('app.a', 'A'), command('app.b', 'B'), command('app.c')], []],
  ])('%s', (_title, commands, conflicts) => {
    expect(found(...commands)).toEqual(conflicts)
  })
})

it.each([
  ['leaves out what a browser keeps for itself', ['Alt+W', 'Mod+W'], true, ['Alt+W']],
  ['shows all of them where there is no browser around', ['Alt+W', 'Mod+W'], false, ['Alt+W', 'Mod+W']],
  ['shows what there is where nothing else is left', ['Mod+W'], true, ['Mod+W']],
  ['has nothing to show of no keys', [], true, []],
])('of the keys of a command %s', (_what, keys, inBrowser, shown) => {
  expect(keysThatArrive(keys, inBrowser)).toEqual(shown)
})
