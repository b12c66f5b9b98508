// A few letters find what was meant, and the best comes first.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuzzyMatch, rank } from '../../../renderer/app/fuzzy.ts'

const best = (query: string, ...texts: string[]): string[] => rank(query, texts, (text) => text, 100).shown.map(({ item }) => item)

describe('A query', () => {
  it.each([
    ['orders', 'orders', [0, 1, 2, 3, 4, 5]],
    ['ORD', 'orders', [0, 1, 2]],
    ['pay', 'demo.payments', [5, 6, 7]],
    ['op', 'order-payments', [0, 6]],
    ['gtt', 'Go to topics', [0, 3, 6]],
    ['topic create', 'Create a topic', [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13]],
    ['v2', 'orders-v12-v2', [11, 12]],
    ['', 'anything', []],
    ['  ', 'anything', []],
  ])('%j answers to %j', (query, text, places) => {
    expect(fuzzyMatch(query, text)?.places).toEqual(places)
  })

  it.each([
    ['x', 'orders'],
    ['sredro', 'orders'],
    ['orders x', 'orders'],
    ['orderss', 'orders'],
  ])('%j does not answer to %j', (query, text) => {
    expect(fuzzyMatch(query, text)).toBeNull()
  })

  it('puts the whole name before its beginning, that before the middle, and letters in a row before scattered ones', () => {
    expect(best('orders', 'o-r-d-e-r-s', 'my-reorders', 'orders-dlt', 'orders')).toEqual(['orders', 'orders-dlt', 'my-reorders', 'o-r-d-e-r-s'])
  })

  it('prefers beginnings of words', () => {
    expect(best('pr', 'aprico', 'payments-retry')).toEqual(['aprico', 'payments-retry'])
    expect(best('ptr', 'patterns', 'payments-to-refund')[0]).toBe('payments-to-refund')
  })

  it('leaves the order alone where nothing is asked', () => {
    expect(best('', 'bbb', 'a')).toEqual(['bbb', 'a'])
  })

  it('counts all that match and shows the best', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `topic-${index}`)
    const { shown, count } = rank('topic-99', names, (name) => name, 5)
    expect(shown.map(({ item }) => item)).toEqual(['topic-99', 'topic-990', 'topic-991', 'topic-992', 'topic-993'])
    expect(count).toBeGreaterThan(100)
  })

  it('finds letters of the text in their order, wherever it says so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii', maxLength: 5 }), (text, query) => {
        const match = fuzzyMatch(query, text)
        if (!match) return
        expect([...match.places]).toEqual([...new Set(match.places)].toSorted((a, b) => a - b))
        expect(match.places.every((place) => place >= 0 && place < text.length)).toBe(true)
        const letters = new Set(query.toLowerCase())
        expect(match.places.every((place) => letters.has(text[place]!.toLowerCase()))).toBe(true)
      }),
    )
  })

  it('finds every name by any letters of it in order', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom('a', 'b', 'c', 'X', 'Y', 'Z', '0', '1', '.', '-', '_') }), fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (text, taken) => {
        const query = [...text].filter((_, index) => taken[index]).join('')
        expect(fuzzyMatch(query, text)).not.toBeNull()
      }),
    )
  })
})
