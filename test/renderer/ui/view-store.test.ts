// What screens remember: values come back as they were, the oldest places are forgotten, and nothing that is kept can break a screen.
import { describe, expect, it } from 'vitest'
import { decodeValues, encodeValues, fits, type KeptText, MAX_PLACES, ViewStore } from '../../../renderer/ui/view-store.ts'

class Kept implements KeptText {
  readonly texts = new Map<string, string>()
  writes = 0
  room = Number.POSITIVE_INFINITY
  getItem = (name: string): string | null => this.texts.get(name) ?? null
  removeItem = (name: string): void => void this.texts.delete(name)
  setItem = (name: string, text: string): void => {
    if (text.length > this.room) throw new DOMException('full', 'QuotaExceededError')
    this.writes += 1
    this.texts.set(name, text)
  }
}

const atOnce = (write: () => void): void => queueMicrotask(write)

function open(kept = new Kept()): { kept: Kept; store: ViewStore; restart: () => ViewStore } {
  const store = new ViewStore(kept, atOnce)
  return { kept, store, restart: () => (store.write(), new ViewStore(kept, atOnce)) }
}

it.each([
  ['a text', 'paid'],
  ['a text that looks like a kept bigint', '#n12'],
  ['a text that begins with a number sign', '##'],
  ['a bigint beyond a double', 9_223_372_036_854_775_807n],
  ['a record’s address', { partition: 2, offset: 8_841n }],
  ['a list', [1, null, false, 'x', -1n]],
  ['null', null],
])('%s comes back after a restart', (_what, value) => {
  const { store, restart } = open()
  store.set('local/topics/orders', 'filter', value)
  expect(store.get('local/topics/orders', 'filter')).toEqual(value)
  expect(restart().get('local/topics/orders', 'filter')).toEqual(value)
})

it('keeps places and names apart', () => {
  const { store, restart } = open()
  store.set('local/topics/orders', 'filter', 'a')
  store.set('local/topics/payments', 'filter', 'b')
  store.set('local/topics/orders', 'side', 'config')
  const after = restart()
  expect([after.get('local/topics/orders', 'filter'), after.get('local/topics/payments', 'filter')]).toEqual(['a', 'b'])
  expect([after.get('local/topics/orders', 'side'), after.get('local/groups', 'filter')]).toEqual(['config', undefined])
})

it('writes many changes in a row once', async () => {
  const { kept, store } = open()
  for (let top = 0; top < 100; top += 1) store.set('local/topics', 'top', top)
  expect(kept.writes).toBe(0)
  await Promise.resolve()
  expect(kept.writes).toBe(2)
  expect(decodeValues(kept.getItem('headwater.view.local/topics'))).toEqual({ top: 99 })
})

it('tells listeners of every change until they leave', () => {
  const { store } = open()
  let calls = 0
  const leave = store.subscribe(() => (calls += 1))
  store.set('a', 'x', 1)
  store.set('a', 'x', 2)
  leave()
  store.set('a', 'x', 3)
  expect(calls).toBe(2)
})

it(`forgets the places that were changed longest ago beyond ${MAX_PLACES}`, () => {
  const { kept, store, restart } = open()
  for (let place = 0; place < MAX_PLACES; place += 1) {
    store.set(`place ${place}`, 'x', place)
    store.write()
  }
  store.set('place 0', 'x', 'again')
  store.write()
  store.set('one more', 'x', 1)
  const after = restart()
  expect(after.get('place 0', 'x')).toBe('again')
  expect(after.get('place 1', 'x')).toBeUndefined()
  expect(after.get('place 2', 'x')).toBe(2)
  expect(kept.texts.size).toBe(MAX_PLACES + 1)
})

it('does not forget what another window has written meanwhile', () => {
  const { kept, store } = open()
  const other = new ViewStore(kept, atOnce)
  store.set('mine', 'x', 1)
  store.write()
  other.set('theirs', 'x', 2)
  other.write()
  expect(JSON.parse(kept.getItem('headwater.views')!)).toEqual(['theirs', 'mine'])
})

it('keeps nothing rather than something old when there is no room', () => {
  const { kept, store, restart } = open()
  store.set('local/compose', 'draft', 'short')
  store.write()
  kept.room = 40
  store.set('local/compose', 'draft', 'x'.repeat(100))
  expect(store.get('local/compose', 'draft')).toBe('x'.repeat(100))
  expect(restart().get('local/compose', 'draft')).toBeUndefined()
})

it.each(['{', '[]', '7', 'null', '"#nx"'])('takes %s as nothing', (text) => {
  const kept = new Kept()
  kept.texts.set('headwater.view.a', text)
  kept.texts.set('headwater.views', text)
  const { store, restart } = open(kept)
  expect(store.get('a', 'x')).toBeUndefined()
  store.set('b', 'x', 1)
  expect(restart().get('b', 'x')).toBe(1)
})

it('writes what it reads', () => {
  const values = { a: '#', b: 1n, c: { d: ['#n5', 5n] } }
  expect(decodeValues(encodeValues(values))).toEqual(values)
})

describe('a kept value fits', () => {
  it.each([
    ['text', '', 'x', true],
    ['text that was a number once', '', 4, false],
    ['an object with all that is needed', { from: 'newest', count: 500 }, { from: 'offset', count: 1, more: true }, true],
    ['an object without what came later', { from: 'newest', count: 500 }, { from: 'offset' }, false],
    ['an object with another kind inside', { count: 500 }, { count: '500' }, false],
    ['an object that was a list', { count: 500 }, [], false],
    ['null where a value may be', { count: 500 }, { count: null }, true],
    ['a value where null was', null, { partition: 1 }, true],
  ])('%s', (_what, initial, kept, fit) => {
    expect(fits(kept, initial)).toBe(fit)
  })
})
