// What the palette shows for what was typed.
import { describe, expect, it } from 'vitest'
import { type EntryKind, marked, MOST_SHOWN, type PaletteEntry, paletteList } from '../../../renderer/app/palette-entries.ts'

const entry = (kind: EntryKind, title: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({ id: `${kind} ${title}`, kind, title, run: () => {}, ...more })

const ENTRIES = [
  entry('recent', 'Topic payments on Local broker'),
  entry('command', 'Create a topic', { detail: 'Topics' }),
  entry('command', 'Compose a message', { disabled: 'Not now.' }),
  entry('topic', 'payments'),
  entry('topic', 'compose-files'),
  entry('group', 'payments'),
  entry('cluster', 'prod', { detail: 'kafka:9092' }),
  entry('setting', 'Theme', { detail: 'Settings' }),
]

const shown = (query: string, mode: 'all' | 'topics' = 'all'): string[] => paletteList(query, ENTRIES, mode).shown.map(({ item }) => item.id)

describe('The palette', () => {
  it('begins with where one has been and what can be done, not with every name', () => {
    expect(shown('')).toEqual(['recent Topic payments on Local broker', 'command Create a topic', 'command Compose a message'])
  })

  it('finds across kinds, a topic before a group of the same name', () => {
    expect(shown('payments')).toEqual(['topic payments', 'group payments', 'recent Topic payments on Local broker'])
  })

  it('shows what cannot be done now, after what can', () => {
    expect(shown('compose')).toEqual(['topic compose-files', 'command Compose a message'])
  })

  it('looks at the area only where no title answers', () => {
    expect(shown('9092')).toEqual(['cluster prod'])
  })

  it('offers all topics, and nothing else, to somebody who wants a topic', () => {
    expect(shown('', 'topics')).toEqual(['topic payments', 'topic compose-files'])
    expect(shown('prod', 'topics')).toEqual([])
  })

  it('draws no more than a person looks at, and says how many there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => entry('topic', `topic-${index}`))
    const list = paletteList('topic', many, 'all')
    expect([list.shown.length, list.count]).toEqual([MOST_SHOWN, 10_000])
  })
})

it('What answers the query is told apart from the rest, letter by letter', () => {
  expect(marked('payments', [0, 1, 4])).toEqual([
    { text: 'pa', isHit: true },
    { text: 'ym', isHit: false },
    { text: 'e', isHit: true },
    { text: 'nts', isHit: false },
  ])
  expect(marked('', [])).toEqual([])
})
