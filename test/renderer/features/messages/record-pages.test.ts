// Pages of a reading: rows far away are given back and come back the same, whatever the events, whichever way the reading goes.
import { describe, expect, it } from 'vitest'
import type { RecordRow } from '../../../../core/contract/messages.ts'
import { ANY_TIME, type Direction, PAGE_ROWS, RecordPages } from '../../../../renderer/features/messages/record-pages.ts'
import { row, ScriptedTopic, seeded } from './scripted-topic.ts'

interface Read {
  pages: RecordPages
  /** Every row, in order: what the pages must show. */
  model: RecordRow[]
}

async function readAll(topic: ScriptedTopic, direction: Direction, filter = '', limit = 700): Promise<Read> {
  const pages = new RecordPages(direction, topic.coverage(direction), ANY_TIME)
  const model: RecordRow[] = []
  let ended: string | null = null
  while (ended !== 'complete')
    for await (const event of topic.browse({ start: pages.next(), filter, limit })) {
      pages.append(event.rows, event.coverage)
      model.push(...event.rows)
      ended = event.ended
    }
  return { pages, model }
}

async function readBack(topic: ScriptedTopic, pages: RecordPages, first: number, last: number, filter = ''): Promise<number> {
  let readAgain = 0
  for (let missing = pages.missing(first, last); missing; missing = pages.missing(first, last)) {
    const rows: RecordRow[] = []
    for await (const event of topic.browse({ start: missing.start, filter, limit: missing.limit })) {
      rows.push(...event.rows)
      if (pages.isPast(missing.index, event.coverage)) break
    }
    pages.restore(missing.index, rows)
    readAgain += 1
  }
  return readAgain
}

describe.each(['backward', 'forward'] as const)('a reading that goes %s', (direction) => {
  it.each([1, 2, 3, 4])('shows the same rows after any scrolling as a list of all of them would (seed %i)', async (seed) => {
    const chance = seeded(seed)
    const filter = seed % 2 === 0 ? 'c' : ''
    const topic = ScriptedTopic.random(1 + Math.floor(chance() * 4), filter === '' ? 14_000 : 40_000, chance)
    const { pages, model } = await readAll(topic, direction, filter)
    expect(pages.count).toBe(model.length)
    for (let step = 0; step < 25; step += 1) {
      const first = Math.floor(chance() * Math.max(1, model.length - 40))
      const last = Math.min(first + 40, model.length - 1)
      pages.trim(first, last, Math.floor(chance() * model.length))
      await readBack(topic, pages, first, last, filter)
      for (let index = 0; index < model.length; index += 1) {
        const shown = pages.at(index)
        // Compared first: a failing expectation says more, but a million of them take minutes.
        if (shown === undefined && index >= first && index <= last) expect.fail(`row ${index} of ${first} to ${last} is not there`)
        if (shown && (shown.offset !== model[index]!.offset || shown.partition !== model[index]!.partition)) expect(shown).toEqual(model[index])
      }
      const { partition, offset } = model[first]!
      expect(pages.indexOf(partition, offset)).toBe(first)
      expect(pages.count).toBe(model.length)
    }
  })
})

/** One partition, one event a call: quick enough for a million rows. */
function* simplePages(rows: number, perEvent: number): Generator<{ rows: RecordRow[]; from: number }> {
  for (let from = rows; from > 0; ) {
    const to = from
    from = Math.max(0, from - perEvent)
    yield { rows: Array.from({ length: to - from }, (_, index) => row(0, to - 1 - index)), from }
  }
}

const covered = (from: number, to: number) => [
  { partition: 0, startOffset: 0n, endOffset: BigInt(to), fromOffset: BigInt(from), toOffset: BigInt(to), error: null },
]

it('holds a bounded number of rows however many are read, and says where to read the others again', () => {
  const total = 200_000
  const pages = new RecordPages('backward', covered(total, total), ANY_TIME)
  let most = 0
  for (const { rows, from } of simplePages(total, PAGE_ROWS)) {
    pages.append(rows, covered(from, total))
    pages.trim(pages.count - 30, pages.count, -1)
    most = Math.max(most, pages.held)
  }
  expect(pages.count).toBe(total)
  expect(most).toBeLessThanOrEqual(8 * PAGE_ROWS)
  expect(pages.at(total - 1)).toMatchObject({ offset: 0n })
  expect(pages.at(100_000)).toBeUndefined()
  pages.trim(100_000, 100_030, -1)
  expect(pages.missing(100_000, 100_030)).toEqual({
    index: 100,
    limit: 1_000,
    start: { kind: 'continue', direction: 'backward', coverage: covered(100_000, total), ...ANY_TIME },
  })
})

it('keeps the page of the active row', () => {
  const pages = new RecordPages('backward', covered(20_000, 20_000), ANY_TIME)
  for (const { rows, from } of simplePages(20_000, PAGE_ROWS)) pages.append(rows, covered(from, 20_000))
  pages.trim(19_000, 19_030, 10)
  expect(pages.indexOf(0, 19_989n)).toBe(10)
  expect(pages.at(PAGE_ROWS)).toBeUndefined()
})

it('a page that comes back shorter, because its records were deleted meanwhile, moves the ones after it', () => {
  const pages = new RecordPages('backward', covered(20_000, 20_000), ANY_TIME)
  for (const { rows, from } of simplePages(20_000, PAGE_ROWS)) pages.append(rows, covered(from, 20_000))
  pages.trim(12_000, 12_030, -1)
  // The answer runs over into the next page, and has lost ten records of this one.
  const index = pages.missing(0, 30)!.index
  const again = Array.from({ length: 1_000 }, (_, at) => row(0, 19_989 - at))
  pages.restore(index, again)
  expect(pages.count).toBe(19_990)
  expect(pages.at(989)).toMatchObject({ offset: 19_000n })
  expect(pages.indexOf(0, 9_000n)).toBe(10_989)
})

it('takes rows of a partition that could not be asked at first', () => {
  const unknown = { partition: 1, startOffset: 0n, endOffset: 0n, fromOffset: 0n, toOffset: 0n, error: 'no leader' }
  const pages = new RecordPages('backward', [...covered(9, 9), unknown], ANY_TIME)
  pages.append([row(0, 8)], [...covered(8, 9), unknown])
  const many = Array.from({ length: 9_000 }, (_, index) => row(1, 8_999 - index))
  pages.append(many, [...covered(8, 9), { ...unknown, endOffset: 9_000n, toOffset: 9_000n, error: null }])
  pages.append([row(0, 7)], [...covered(7, 9), { ...unknown, endOffset: 9_000n, toOffset: 9_000n, error: null }])
  pages.trim(9_001, 9_001, -1)
  pages.trim(20_000, 20_000, -1)
  for (let missing = pages.missing(0, 10); missing; missing = pages.missing(0, 10)) pages.restore(missing.index, [row(0, 8), ...many])
  expect(pages.at(1)).toMatchObject({ partition: 1, offset: 8_999n })
  expect(pages.count).toBe(9_002)
})
